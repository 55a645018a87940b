import type { StationPolicies } from '../../../shared/contract/policies.js';
import type { Decision, StepRecord } from '../../../shared/contract/records.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import type { StageId } from '../../../shared/domain/stage.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import type { Mac } from '../../../shared/domain/mac.js';
import type { Findings } from '../inspect/plan.js';
import type { Claim, TokenRules } from '../pms/pms.js';
import type { Transport } from '../serial/transport.js';
import type { BoardLicense, OpenCli, ProductionTest } from '../tuya/api.js';
import type { JobDeps, JobEvent, JobHooks, JobRequest, RecordDraft } from './job-api.js';
import type { StageTimer } from './stage-timer.js';

/** What one step leaves for those after it. */
export interface Work {
  /** What stood in flash before anything was done to it; null where nobody looked. */
  found: Findings | null;
  test: ProductionTest | null;
  /** The command line of TuyaOpen firmware, in place of the production test (authorization §2). */
  open: OpenCli | null;
  mac: Mac | null;
  /** What the work order let in; null before, and without one. */
  unit: { readonly mac: string | null; readonly sn: string | null } | null;
  /** What the board held when it was first asked. */
  held: BoardLicense | null;
  /** The license in this run's hand: it is accounted for, however the run ends. */
  claim: Claim | null;
}

/** Everything the steps of a mode share. Steps fill in the draft and announce what they do; they keep no state of their own. */
export interface JobContext {
  readonly request: JobRequest;
  readonly deps: JobDeps;
  readonly hooks: JobHooks;
  readonly transport: Transport;
  readonly policies: StationPolicies;
  readonly token: TokenInfo | null;
  readonly rules: TokenRules;
  /** The token's production file, where this mode burns it. */
  readonly firmware: { readonly image: Uint8Array; readonly facts: FirmwareFacts } | null;
  readonly draft: RecordDraft;
  readonly timer: StageTimer;
  readonly work: Work;
  /** What the stages found, for the steps of the record. */
  readonly facts: Map<StageId, StepRecord['data']>;
  readonly skipped: Set<StageId>;
}

/** Ends a run early and well: a policy says that nothing is to be done to this board. */
export class LeaveBoard extends Error {}

export function emit(context: JobContext, event: JobEvent): void {
  context.hooks.onEvent(event);
}

/** Begins a stage: for the clock, for the view, and as a point where a stop takes effect. */
export function enterStage(context: JobContext, stage: StageId): void {
  context.hooks.signal.throwIfAborted();
  context.timer.enter(stage);
  emit(context, { type: 'stage', stage });
}

/** A stage that this run has no need of. */
export function skipStage(context: JobContext, stage: StageId): void {
  context.skipped.add(stage);
  emit(context, { type: 'skipped', stage });
}

/** Adds to what the record says of a stage. */
export function tell(context: JobContext, stage: StageId, facts: StepRecord['data']): void {
  context.facts.set(stage, { ...context.facts.get(stage), ...facts });
}

/** Something worth knowing that stops nothing: in the log and in the record. */
export function warn(context: JobContext, key: string, data: Record<string, string | number> = {}): void {
  context.draft.warnings.push({ key, data });
  emit(context, { type: 'note', level: 'warning', key, data });
}

/** Puts what a policy decided into the record and the log, once. */
export function decide(
  context: JobContext,
  policy: Decision['policy'],
  choice: string,
  data: Decision['data'] = {},
): void {
  if (context.draft.decisions.some((known) => known.policy === policy && known.choice === choice)) return;
  context.draft.decisions.push({ policy, choice, data });
  emit(context, { type: 'note', level: 'info', key: 'job.decision', data: { policy, choice } });
}

/** What an earlier step must have left; a mode whose list is wrong shows in its first test. */
export function needed<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`a step before ${what}`);
  return value;
}

/** A monotonic time of the job's clock as epoch milliseconds. */
export function toEpoch(context: JobContext, monotonic: number): number {
  const { clock } = context.deps;
  return clock.wallTime().getTime() + (monotonic - clock.now());
}
