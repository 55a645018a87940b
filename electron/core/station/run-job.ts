import { SAFE_POLICIES } from '../../../shared/contract/policies.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { MODES, STAGES_OF } from '../../../shared/domain/stage.js';
import { maskToken } from '../../../shared/domain/token.js';
import { KilnError, toCodedError, type CodedError } from '../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../firmware/identify.js';
import { NO_RULES, type TokenRules } from '../pms/pms.js';
import { sleep } from '../time/wait.js';
import { newDraft, stepRecords } from './draft.js';
import { emit, LeaveBoard, warn, type JobContext } from './job-context.js';
import type { JobDeps, JobHooks, JobRequest } from './job-api.js';
import { stepsOf } from './modes.js';
import { noteUnit } from './work-order.js';
import { StageTimer } from './stage-timer.js';

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
  try {
    const kind = context.token?.licenseKind ?? 'tuyaos';
    for (const step of stepsOf(context.request.mode, kind)) await step.run(context);
    return null;
  } catch (thrown) {
    if (thrown instanceof LeaveBoard) {
      warn(context, 'job.skipped');
      return null;
    }
    const { aborted } = context.hooks.signal;
    const error = aborted ? { code: 'CANCELLED' as const, data: {} } : toCodedError(thrown);
    const { claim } = context.work;
    if (claim !== null) await keepBooks(context, () => context.deps.pms.abandon(claim, error.code));
    return error;
  }
}

/** The token of a run, as far as its mode looks at it. @throws KilnError TOKEN_*, POOL_EMPTY */
async function tokenFor(
  { mode, token, port }: JobRequest,
  { pms, clock }: JobDeps,
): Promise<TokenInfo | null> {
  const traits = MODES[mode];
  if (traits.token === 'none') return null;
  if (token === null) {
    if (traits.token === 'optional') return null;
    throw new KilnError('TOKEN_MISSING');
  }
  // A token that is used up is still good for looking at the boards it was used for.
  const info = await (traits.authorizes ? pms.openToken(token) : pms.tokenInfo(token));
  // Refused before the board is touched; the test of a mode for such a token is its list of steps.
  stepsOf(mode, info.licenseKind);
  const { expiresAt } = info;
  if (traits.burns && expiresAt !== null && new Date(expiresAt) <= clock.wallTime()) {
    throw new KilnError('TOKEN_EXPIRED', { token: maskToken(token), expiresAt });
  }
  if (info.development && !port.startsWith('virtual:'))
    throw new KilnError('TOKEN_DEVELOPMENT', { path: port });
  return info;
}

type Prepared = Pick<JobContext, 'token' | 'rules' | 'firmware'>;

/** What a run needs before its port is opened. */
async function prepare(request: JobRequest, deps: JobDeps): Promise<Prepared> {
  const token = await tokenFor(request, deps);
  if (token === null) {
    const { rssi, gpio } = request.tests ?? { rssi: null, gpio: true };
    const rules: TokenRules = { ...NO_RULES, rssi, gpio };
    return { token, rules, firmware: null };
  }
  const [rules, image] = await Promise.all([
    deps.pms.tokenRules(token.token),
    MODES[request.mode].burns ? deps.pms.firmwareImage(token.token) : null,
  ]);
  return { token, rules, firmware: image === null ? null : { image, facts: identifyFirmware(image) } };
}

/** Closes the record with how the run ended. */
async function finish(context: JobContext, error: CodedError | null): Promise<RunRecord> {
  const { draft, timer, deps } = context;
  const last = timer.current;
  timer.stop();
  draft.stages = timer.stages();
  draft.seconds = timer.boardSeconds();
  draft.error = error;
  draft.outcome = error === null ? 'succeeded' : error.code === 'CANCELLED' ? 'cancelled' : 'failed';
  draft.steps = stepRecords(context, last);
  await keepBooks(context, () => noteUnit(context));
  await keepBooks(context, () => deps.pms.finishRun(draft));
  if (error !== null && error.code !== 'CANCELLED') {
    emit(context, { type: 'note', level: 'error', key: 'job.failed', data: { code: error.code } });
  }
  return draft;
}

/**
 * One board, from Run to its record. Resolves with the record whatever happens to the board.
 * @throws KilnError only before the board is touched: TOKEN_*, POOL_EMPTY, STORE_*, FIRMWARE_STORE, FIRMWARE_NONE, PORT_*
 */
export async function runJob(request: JobRequest, deps: JobDeps, hooks: JobHooks): Promise<RunRecord> {
  const { clock, pms, ports } = deps;
  hooks.signal.throwIfAborted();
  const prepared = await prepare(request, deps);
  const lease = await ports.lease(request.port, request.holder);
  try {
    const transport = await lease.open({ baudRate: 115200 });
    const start = { runId: deps.newRunId(), at: clock.wallTime() };
    const { token } = prepared;
    const startedAt = start.at;
    await pms.startRun({ runId: start.runId, token: token?.token ?? null, port: request.port, startedAt });
    const context: JobContext = {
      ...prepared,
      request: { ...request, token: token?.token ?? null },
      deps,
      hooks,
      transport,
      policies: request.policies ?? SAFE_POLICIES,
      draft: newDraft(request, token, start),
      timer: new StageTimer(clock, STAGES_OF[request.mode][0]),
      work: { found: null, test: null, open: null, mac: null, unit: null, held: null, claim: null },
      facts: new Map(),
      skipped: new Set(),
    };
    return await finish(context, await attempt(context));
  } finally {
    await lease.release();
  }
}
