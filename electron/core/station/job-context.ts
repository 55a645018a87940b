import type { TokenInfo } from '../../../shared/contract/tokens.js';
import type { StageId } from '../../../shared/domain/stage.js';
import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import type { TokenRules } from '../pms/pms.js';
import type { Transport } from '../serial/transport.js';
import type { JobDeps, JobEvent, JobHooks, JobRequest, RecordDraft } from './job-api.js';
import type { StageTimer } from './stage-timer.js';

/** Everything the steps of a mode share. Steps fill in the draft and announce what they do; they keep no state of their own. */
export interface JobContext {
  readonly request: JobRequest;
  readonly deps: JobDeps;
  readonly hooks: JobHooks;
  readonly transport: Transport;
  readonly token: TokenInfo;
  readonly rules: TokenRules;
  readonly firmware: { readonly image: Uint8Array; readonly facts: FirmwareFacts };
  readonly draft: RecordDraft;
  readonly timer: StageTimer;
}

export function emit(context: JobContext, event: JobEvent): void {
  context.hooks.onEvent(event);
}

/** Begins a stage: for the clock, for the view, and as a point where a stop takes effect. */
export function enterStage(context: JobContext, stage: StageId): void {
  context.hooks.signal.throwIfAborted();
  context.timer.enter(stage);
  emit(context, { type: 'stage', stage });
}

/** A monotonic time of the job's clock as epoch milliseconds. */
export function toEpoch(context: JobContext, monotonic: number): number {
  const { clock } = context.deps;
  return clock.wallTime().getTime() + (monotonic - clock.now());
}
