import type { LicenseKind } from '../../../shared/domain/license.js';
import type { RunMode, StageId } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { JobContext } from './job-context.js';
import { enterStep, fingerprintStep } from './step-enter.js';
import { licenseStep, verifyLicenseStep } from './step-license.js';
import { macStep } from './step-mac.js';
import { lookStep, programStep } from './step-program.js';
import { unlockStep, wipeStep } from './step-repair.js';
import { openEnterStep, openFinishStep, openLicenseStep, openMacStep, openVersionStep } from './step-open.js';
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
const REPAIR = [
  'capture',
  'identify',
  'baud',
  'preflight',
  'backup',
  'unprotect',
  'erase',
  'verify',
  'reboot',
] as const;

/** What is done with a board at each workstation, step after step (authorization §1.9, §4.2). */
export const STEPS_OF: Readonly<Record<RunMode, readonly Step[]>> = {
  'burn-authorize': [BURN, ...AUTHORIZE],
  authorize: AUTHORIZE,
  burn: [BURN],
  'production-test': [ENTER, FINGERPRINT, MAC, TESTS, FINISH],
  verify: [LOOK, ENTER, FINGERPRINT, MAC, VERIFY_LICENSE, FINISH],
  unlock: [{ stages: [...REPAIR, 'enter', 'license', 'prove', 'finish'], run: unlockStep }],
  wipe: [{ stages: REPAIR, run: wipeStep }],
  sampling: [LOOK, ENTER, FINGERPRINT, MAC, VERIFY_LICENSE, TESTS, FINISH],
};

const OPEN_ENTER: Step = { stages: ['enter'], run: openEnterStep };
const OPEN_VERSION: Step = { stages: ['fingerprint'], run: openVersionStep };
const OPEN_MAC: Step = { stages: ['mac'], run: openMacStep };
const OPEN_LICENSE: Step = { stages: ['license', 'prove'], run: openLicenseStep };
const OPEN_FINISH: Step = { stages: ['configure', 'tests', 'finish'], run: openFinishStep };
const OPEN_AUTHORIZE = [OPEN_ENTER, OPEN_VERSION, OPEN_MAC, OPEN_LICENSE, OPEN_FINISH];

/** The same workstations for boards of the other kind, which have a command line instead of a production test (authorization §2). */
const OPEN_STEPS_OF: Readonly<Record<RunMode, readonly Step[] | null>> = {
  ...STEPS_OF,
  'burn-authorize': [BURN, ...OPEN_AUTHORIZE],
  authorize: OPEN_AUTHORIZE,
  'production-test': null,
  verify: [
    LOOK,
    OPEN_ENTER,
    OPEN_VERSION,
    OPEN_MAC,
    VERIFY_LICENSE,
    { stages: ['finish'], run: openFinishStep },
  ],
  sampling: null,
};

/** The steps of a workstation for boards that take licenses of a kind. @throws KilnError MODE_NOT_FOR_KIND {mode, kind} */
export function stepsOf(mode: RunMode, kind: LicenseKind): readonly Step[] {
  const steps = kind === 'tuyaopen' ? OPEN_STEPS_OF[mode] : STEPS_OF[mode];
  if (steps === null) throw new KilnError('MODE_NOT_FOR_KIND', { mode, kind });
  return steps;
}
