import type { StageId } from '../../domain/stage.js';
import type { WriterStageId } from '../../domain/writer.js';

/** A stage in the operator's words. */
export const stages: Record<StageId | WriterStageId, string> = {
  capture: 'Capture bus',
  identify: 'Identify',
  baud: 'Set baud rate',
  unprotect: 'Unprotect',
  erase: 'Erase',
  program: 'Write firmware',
  verify: 'Verify',
  reboot: 'Reboot',
  enter: 'Enter production test',
  fingerprint: 'Check firmware',
  license: 'Write license',
  prove: 'Prove license',
  finish: 'Finish',
  compare: 'Compare',
  read: 'Read',
  protect: 'Protect again',
  backup: 'Back up',
};
