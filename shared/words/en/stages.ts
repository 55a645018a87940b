import type { StageId } from '../../domain/stage.js';
import type { WriterStageId } from '../../domain/writer.js';

/** A stage in the operator's words. */
export const stages: Record<StageId | WriterStageId, string> = {
  capture: 'Capture bus',
  identify: 'Identify',
  baud: 'Set baud rate',
  preflight: 'Look at the board',
  backup: 'Back up',
  unprotect: 'Unprotect',
  erase: 'Erase',
  program: 'Write firmware',
  verify: 'Verify',
  reboot: 'Reboot',
  enter: 'Enter production test',
  fingerprint: 'Check firmware',
  mac: 'Check MAC',
  license: 'Write license',
  prove: 'Prove license',
  configure: 'Set country',
  tests: 'Radio and pins',
  finish: 'Finish',
  compare: 'Compare',
  read: 'Read',
  protect: 'Protect again',
};
