import type { WriterEvent, WriterSnapshot } from '../../../shared/contract/writer.js';
import { copier, type Copy } from '../../components/sync.js';

/** Lines the view keeps; older ones fall out. */
const LOG_CAP = 500;
const FRAMES_CAP = 300;

/** The view's copy of the Writer. */
export type Sync = Copy<WriterSnapshot, WriterEvent>;

function change(snapshot: WriterSnapshot, event: WriterEvent): WriterSnapshot {
  if (event.type === 'log') {
    const log = [...snapshot.log, ...event.lines].slice(-LOG_CAP);
    return {
      ...snapshot,
      seq: event.seq,
      log,
      frames: [...snapshot.frames, ...event.frames].slice(-FRAMES_CAP),
    };
  }
  const { seq, settings, file, recent, job, board, framesOn } = event;
  const face = { seq, settings, file, recent, job, board, framesOn };
  return { ...snapshot, ...face, frames: framesOn ? snapshot.frames : [] };
}

export const nextSync = copier(change, LOG_CAP);
