import { NOTHING_YET, type StepRecord } from '../../../shared/contract/records.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { STAGES_OF, type StageId } from '../../../shared/domain/stage.js';
import { maskToken } from '../../../shared/domain/token.js';
import type { JobContext } from './job-context.js';
import type { JobRequest, RecordDraft } from './job-api.js';

/** A record before anything is known of the board. */
export function newDraft(
  request: JobRequest,
  token: TokenInfo | null,
  start: { readonly runId: string; readonly at: Date },
): RecordDraft {
  return {
    ...structuredClone(NOTHING_YET),
    runId: start.runId,
    workOrder: request.workOrder ?? null,
    sn: request.sn ?? null,
    mode: request.mode,
    sample: request.mode === 'sampling',
    outcome: 'interrupted',
    startedAt: start.at.toISOString(),
    seconds: 0,
    port: request.port,
    token: token === null ? null : maskToken(token.token),
    chip: null,
    bootVersion: null,
    flashId: null,
    flashBytes: null,
    baudRate: null,
    mac: null,
    firmware: firmwareOf(token),
    written: null,
    fingerprint: null,
    license: null,
    country: null,
    rssi: null,
    stages: [],
    error: null,
  };
}

function firmwareOf(token: TokenInfo | null): RecordDraft['firmware'] {
  if (token === null) return null;
  const { identifier, version, file } = token.firmware;
  return { identifier, version, file };
}

/** What came of each step of the run, in the order of its workstation. `last`: the stage the run ended in. */
export function stepRecords(context: JobContext, last: StageId | null): StepRecord[] {
  const { draft, facts, timer, request } = context;
  const timed = new Map(timer.stages().map(({ id, seconds }) => [id, seconds]));
  const ended = draft.outcome === 'succeeded' ? null : last;
  const outcomeOf = (id: StageId): StepRecord['outcome'] => {
    if (id === ended) return draft.outcome === 'failed' ? 'failed' : 'stopped';
    if (timed.has(id)) return 'passed';
    return draft.outcome === 'succeeded' || context.skipped.has(id) ? 'skipped' : 'unreached';
  };
  return STAGES_OF[request.mode].map((id) => ({
    id,
    outcome: outcomeOf(id),
    seconds: timed.get(id) ?? 0,
    data: facts.get(id) ?? {},
  }));
}
