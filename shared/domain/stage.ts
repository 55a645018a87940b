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
export const AUTHORIZE_STAGES = ['enter', 'fingerprint', 'license', 'prove', 'finish'] as const;
/** What the loader does besides, for a person at the bench: no stage of a station's run. */
export const TOOL_STAGES = ['compare', 'read', 'protect'] as const;
type RunStage = (typeof LOADER_STAGES)[number];
export type ToolStage = (typeof TOOL_STAGES)[number];
export type LoaderStage = RunStage | ToolStage;
export type AuthorizeStage = (typeof AUTHORIZE_STAGES)[number];
export type StageId = RunStage | AuthorizeStage;

export function isToolStage(stage: LoaderStage): stage is ToolStage {
  return TOOL_STAGES.some((known) => known === stage);
}

/** Workstations Kiln offers; one is added here only when it works. */
export const RUN_MODES = ['burn-authorize'] as const;
export type RunMode = (typeof RUN_MODES)[number];

export const STAGES_OF: Readonly<Record<RunMode, readonly StageId[]>> = {
  'burn-authorize': [...LOADER_STAGES, ...AUTHORIZE_STAGES],
};
