/** The stages of a run, in order; the loader's keep the vendor tool's words (protocol §15.1, authorization §1.9). */
export const LOADER_STAGES = [
  'capture',
  'identify',
  'baud',
  'unprotect',
  'erase',
  'program',
  'verify',
  'reboot',
] as const;
/** What a station does beside loader and production test: what the board holds, and a copy of it (authorization §5.6). */
export const STATION_STAGES = ['preflight', 'backup'] as const;
export const AUTHORIZE_STAGES = [
  'enter',
  'fingerprint',
  'mac',
  'license',
  'prove',
  'configure',
  'tests',
  'finish',
] as const;
/** What the loader does besides, for a person at the bench: no stage of a station's run. */
export const TOOL_STAGES = ['compare', 'read', 'protect'] as const;
type RunStage = (typeof LOADER_STAGES)[number];
export type ToolStage = (typeof TOOL_STAGES)[number];
export type LoaderStage = RunStage | ToolStage;
export type AuthorizeStage = (typeof AUTHORIZE_STAGES)[number];
export type StationStage = (typeof STATION_STAGES)[number];
export type StageId = RunStage | StationStage | AuthorizeStage;

export function isToolStage(stage: LoaderStage): stage is ToolStage {
  return TOOL_STAGES.some((known) => known === stage);
}

/** Workstations Kiln offers; one is added here only when it works. */
export const RUN_MODES = [
  'burn-authorize',
  'authorize',
  'burn',
  'production-test',
  'verify',
  'unlock',
  'wipe',
  'sampling',
] as const;
export type RunMode = (typeof RUN_MODES)[number];

const LOOK: readonly StageId[] = ['capture', 'identify', 'baud', 'preflight'];
const REPLACE: readonly StageId[] = ['unprotect', 'erase', 'program', 'verify', 'reboot'];
/** A repair only erases, or replaces a sector as it does. */
const REPAIR: readonly StageId[] = [...LOOK, 'backup', 'unprotect', 'erase', 'verify', 'reboot'];
const AUTHORIZE: readonly StageId[] = AUTHORIZE_STAGES;
const VERIFY: readonly StageId[] = [...LOOK, 'reboot', 'enter', 'fingerprint', 'mac', 'license'];

/** What a workstation is, as data: the stages a board goes through there, and what they ask of token and operator. */
interface ModeTraits {
  readonly stages: readonly StageId[];
  /** `none`: it is not even looked at. */
  readonly token: 'required' | 'optional' | 'none';
  /** Burns the production file of the token. */
  readonly burns: boolean;
  /** Takes a license from the token. */
  readonly authorizes: boolean;
  /** Destroys what cannot be had back from the board: the operator holds the button, or says so. */
  readonly held: boolean;
  /** Sets a board right instead of making one: no board of the day's count. */
  readonly repairs: boolean;
}

const PLAIN = { token: 'required', burns: false, authorizes: false, held: false, repairs: false } as const;

export const MODES: Readonly<Record<RunMode, ModeTraits>> = {
  'burn-authorize': {
    ...PLAIN,
    stages: [...LOOK, ...REPLACE, ...AUTHORIZE],
    burns: true,
    authorizes: true,
  },
  authorize: { ...PLAIN, stages: AUTHORIZE, authorizes: true },
  burn: { ...PLAIN, stages: [...LOOK, ...REPLACE], burns: true },
  'production-test': {
    ...PLAIN,
    stages: ['enter', 'fingerprint', 'mac', 'tests', 'finish'],
    token: 'optional',
  },
  verify: { ...PLAIN, stages: [...VERIFY, 'finish'] },
  unlock: {
    ...PLAIN,
    stages: [...REPAIR, 'enter', 'license', 'prove', 'finish'],
    token: 'none',
    repairs: true,
  },
  wipe: {
    ...PLAIN,
    stages: REPAIR,
    token: 'none',
    held: true,
    repairs: true,
  },
  sampling: { ...PLAIN, stages: [...VERIFY, 'tests', 'finish'] },
};

/** The stages of a workstation, in order. */
export const STAGES_OF: Readonly<Record<RunMode, readonly StageId[]>> = Object.fromEntries(
  RUN_MODES.map((mode) => [mode, MODES[mode].stages]),
) as Record<RunMode, readonly StageId[]>;
