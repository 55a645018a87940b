import type { RunMode, StageId } from '../../../shared/domain/stage.js';
import type { JobContext } from './job-context.js';
import { enterStep, fingerprintStep } from './step-enter.js';
import { licenseStep, verifyLicenseStep } from './step-license.js';
import { macStep } from './step-mac.js';
import { lookStep, programStep } from './step-program.js';
import { unlockStep, wipeStep } from './step-repair.js';
import { configureStep, finishStep, testsStep } from './step-tests.js';

/** One piece of a mode: the stages it goes through, in order, and what does it. */
export interface Step {
  readonly stages: readonly StageId[];
  readonly run: (context: JobContext) => Promise<void>;
}

const BURN: Step = {
  stages: ['capture', 'identify', 'baud', 'preflight', 'unprotect', 'erase', 'program', 'verify', 'reboot'],
  run: programStep,
};
const LOOK: Step = { stages: ['capture', 'identify', 'baud', 'preflight', 'reboot'], run: lookStep };
const ENTER: Step = { stages: ['enter'], run: enterStep };
const FINGERPRINT: Step = { stages: ['fingerprint'], run: fingerprintStep };
const MAC: Step = { stages: ['mac'], run: macStep };
const LICENSE: Step = { stages: ['license', 'prove'], run: licenseStep };
const VERIFY_LICENSE: Step = { stages: ['license'], run: verifyLicenseStep };
const CONFIGURE: Step = { stages: ['configure'], run: configureStep };
const TESTS: Step = { stages: ['tests'], run: testsStep };
const FINISH: Step = { stages: ['finish'], run: finishStep };

const AUTHORIZE = [ENTER, FINGERPRINT, MAC, LICENSE, CONFIGURE, TESTS, FINISH];
const REPLACE = ['capture', 'identify', 'baud', 'preflight', 'backup', 'unprotect', 'erase', 'program', 'verify', 'reboot'] as const;

/** What is done with a board at each workstation, step after step (authorization §1.9, §4.2). */
export const STEPS_OF: Readonly<Record<RunMode, readonly Step[]>> = {
  'burn-authorize': [BURN, ...AUTHORIZE],
  authorize: AUTHORIZE,
  burn: [BURN],
  'production-test': [ENTER, FINGERPRINT, MAC, TESTS, FINISH],
  verify: [LOOK, ENTER, FINGERPRINT, MAC, VERIFY_LICENSE, FINISH],
  unlock: [{ stages: [...REPLACE, 'enter', 'license', 'prove', 'finish'], run: unlockStep }],
  wipe: [{ stages: REPLACE, run: wipeStep }],
  sampling: [LOOK, ENTER, FINGERPRINT, MAC, VERIFY_LICENSE, TESTS, FINISH],
};
