import type { TokenInfo } from '../../../shared/contract/tokens.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import { maskToken } from '../../../shared/domain/token.js';
import { KilnError, toCodedError, type CodedError } from '../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../firmware/identify.js';
import type { Claim } from '../pms/pms.js';
import { emit, type JobContext } from './job-context.js';
import type { JobDeps, JobHooks, JobRequest, RecordDraft } from './job-api.js';
import { sleep } from '../time/wait.js';
import { StageTimer } from './stage-timer.js';
import { enterStep, fingerprintStep } from './step-enter.js';
import { finishStep } from './step-finish.js';
import { licenseStep } from './step-license.js';
import { programStep } from './step-program.js';

function newDraft(request: JobRequest, token: TokenInfo, start: { runId: string; at: Date }): RecordDraft {
  const { identifier, version, file } = token.firmware;
  return {
    runId: start.runId,
    mode: request.mode,
    outcome: 'interrupted',
    startedAt: start.at.toISOString(),
    seconds: 0,
    port: request.port,
    token: maskToken(request.token),
    chip: null,
    bootVersion: null,
    flashId: null,
    flashBytes: null,
    baudRate: null,
    mac: null,
    firmware: { identifier, version, file },
    written: null,
    fingerprint: null,
    license: null,
    country: null,
    rssi: null,
    stages: [],
    error: null,
  };
}

/** The steps of Burning Authorization, in the order of authorization §1.9. */
async function burnAuthorize(context: JobContext, claimed: (claim: Claim) => void): Promise<void> {
  const { request, draft } = context;
  await programStep(context);
  const test = await enterStep(context);
  const mac = await fingerprintStep(context, test);
  const claim: Claim = { token: request.token, mac, runId: draft.runId };
  claimed(claim);
  await licenseStep(context, test, claim);
  await finishStep(context, test, claim);
}

const BOOK_TRIES = 3;
const BOOK_PAUSE_MS = 1000;

/**
 * A step of the books at the end of a run. A ledger in trouble must not hide what happened to the board: it is tried
 * a few times, then said in the log. What is missing there is settled by the lease when the ledger is opened again.
 */
async function keepBooks(context: JobContext, step: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await step();
    } catch (thrown) {
      const { code } = toCodedError(thrown);
      if (tries < BOOK_TRIES && code === 'STORE_BUSY') await sleep(context.deps.clock, BOOK_PAUSE_MS);
      else return emit(context, { type: 'note', level: 'error', key: 'job.books-failed', data: { code } });
    }
  }
}

/** Runs the steps and says how they ended; whatever was claimed is accounted for before this returns. */
async function attempt(context: JobContext): Promise<CodedError | null> {
  const claims: Claim[] = [];
  try {
    await burnAuthorize(context, (claim) => claims.push(claim));
    return null;
  } catch (thrown) {
    const error = context.hooks.signal.aborted
      ? { code: 'CANCELLED' as const, data: {} }
      : toCodedError(thrown);
    for (const claim of claims) await keepBooks(context, () => context.deps.pms.abandon(claim, error.code));
    return error;
  }
}

/**
 * One board, from Run to its record. Resolves with the record whatever happens to the board.
 * @throws KilnError only before the board is touched: TOKEN_*, POOL_EMPTY, STORE_*, FIRMWARE_STORE, PORT_*
 */
export async function runJob(request: JobRequest, deps: JobDeps, hooks: JobHooks): Promise<RunRecord> {
  const { clock, pms, ports } = deps;
  hooks.signal.throwIfAborted();
  const token = await pms.openToken(request.token);
  if (token.development && !request.port.startsWith('virtual:')) {
    throw new KilnError('TOKEN_DEVELOPMENT', { path: request.port });
  }
  const [rules, image] = await Promise.all([pms.tokenRules(request.token), pms.firmwareImage(request.token)]);
  const firmware = { image, facts: identifyFirmware(image) };

  const lease = await ports.lease(request.port, request.holder);
  try {
    const transport = await lease.open({ baudRate: 115200 });
    const start = { runId: deps.newRunId(), at: clock.wallTime() };
    const draft = newDraft(request, token, start);
    await pms.startRun({ runId: start.runId, token: request.token, port: request.port, startedAt: start.at });
    const timer = new StageTimer(clock);
    const context: JobContext = { request, deps, hooks, transport, token, rules, firmware, draft, timer };

    const error = await attempt(context);
    timer.stop();
    draft.stages = timer.stages();
    draft.seconds = timer.boardSeconds();
    draft.error = error;
    draft.outcome = error === null ? 'succeeded' : error.code === 'CANCELLED' ? 'cancelled' : 'failed';
    await keepBooks(context, () => pms.finishRun(draft));
    if (error !== null && error.code !== 'CANCELLED') {
      emit(context, { type: 'note', level: 'error', key: 'job.failed', data: { code: error.code } });
    }
    return draft;
  } finally {
    await lease.release();
  }
}
