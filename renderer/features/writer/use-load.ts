import type { WriterStage } from '../../../shared/contract/writer.js';
import { DEFAULT_BAUD_RATE } from '../../../shared/domain/chip.js';
import { writerStages } from '../../../shared/domain/writer.js';
import { useMapAction } from './FlashMap.js';
import type { Load } from './estimate.js';
import { extentOf, flashBytesOf } from './model.js';
import { useScene } from './writer-store.js';

/** What the action in question has to move. */
export function useLoad(): Load {
  const scene = useScene();
  const action = useMapAction();
  const { settings, board, job } = scene.writer;
  const fixed = settings.baudRate === 'max' ? DEFAULT_BAUD_RATE : settings.baudRate;
  const differing = job?.differing?.count;
  const bytes = extentOf(action, scene)?.length ?? 0x1000;
  return {
    bytes: differing === undefined ? bytes : Math.max(0x1000, differing * 0x1000),
    flashBytes: flashBytesOf(scene.writer),
    baudRate: board?.baudRate ?? fixed,
  };
}

/** The stages of the job, or those that the action in question would have. */
export function useStages(): readonly WriterStage[] {
  const { writer, refusal } = useScene();
  const action = useMapAction();
  const { job, settings } = writer;
  if (job !== null && refusal === null && job.action === action) return job.stages;
  return writerStages(action, settings).map((id) => ({ id, status: 'pending', seconds: 0 }));
}
