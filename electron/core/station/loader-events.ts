import { isToolStage } from '../../../shared/domain/stage.js';
import type { BoardFacts, LoaderEvent } from '../beken/api.js';
import { emit, enterStage, toEpoch, type JobContext } from './job-context.js';

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

function onIdentified(context: JobContext, { chip, flashId, flashBytes, bootVersion }: BoardFacts): void {
  const id = flashId ? hex(flashId) : null;
  Object.assign(context.draft, { chip, flashId: id, flashBytes, bootVersion });
  emit(context, { type: 'board', facts: { chip, flashId: id, flashBytes } });
}

/** What the loader tells, for record, clock and view. */
export function onLoaderEvent(context: JobContext, event: LoaderEvent): void {
  switch (event.type) {
    case 'stage':
      if (!isToolStage(event.stage)) enterStage(context, event.stage);
      return;
    case 'waiting':
      emit(context, {
        type: 'waiting',
        stage: 'capture',
        deadlineAt: toEpoch(context, event.deadline),
        seen: event.seen,
      });
      return;
    case 'identified':
      return onIdentified(context, event.facts);
    case 'baud':
      context.draft.baudRate = event.baudRate;
      emit(context, { type: 'board', facts: { baudRate: event.baudRate } });
      return;
    case 'progress':
    case 'note':
      emit(context, event);
      return;
  }
}
