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
import { notePlace, placeOf, type Place } from './judge-place.js';
import type { JobDeps, JobHooks, JobRequest } from './job-api.js';
import { stepsOf } from './modes.js';
import { StageTimer } from './stage-timer.js';

const BOOK_TRIES = 3;
const BOOK_PAUSE_MS = 1000;

/** A step of the books that is tried again while others have them. @returns why it was not taken, or null */
async function book(context: JobContext, step: () => Promise<void>): Promise<CodedError | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      await step();
      return null;
    } catch (thrown) {
      const error = toCodedError(thrown);
      if (tries === BOOK_TRIES || error.code !== 'STORE_BUSY') return error;
      await sleep(context.deps.clock, BOOK_PAUSE_MS);
    }
  }
}

/**
 * A step of the books at the end of a run. A ledger in trouble must not hide what happened to the board: it is tried
 * a few times, then said in the log. What is missing there is settled by the lease when the ledger is opened again.
 */
async function keepBooks(context: JobContext, step: () => Promise<void>): Promise<void> {
  const error = await book(context, step);
  if (error === null) return;
  emit(context, { type: 'note', level: 'error', key: 'job.books-failed', data: { code: error.code } });
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

/** The token that was given, or that the work order runs with. @throws KilnError ORDER_NO_TOKEN, NO_DATA_PERMISSION */
async function givenToken({ mode, token }: JobRequest, { line }: JobDeps, place: Place | null) {
  if (place === null || MODES[mode].token === 'none') return token;
  // It shows in what the order says of it, masked.
  if (place.order.token === null && MODES[mode].token === 'optional') return null;
  return line.token(place.order.code);
}

/** The token of a run, as far as its mode looks at it. @throws KilnError TOKEN_*, POOL_EMPTY */
async function tokenFor(request: JobRequest, deps: JobDeps, place: Place | null): Promise<TokenInfo | null> {
  const { mode, port } = request;
  const { pms, clock } = deps;
  const traits = MODES[mode];
  if (traits.token === 'none') return null;
  const token = await givenToken(request, deps, place);
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

type Prepared = Pick<JobContext, 'token' | 'rules' | 'firmware' | 'place'>;

/** What a run needs before its port is opened. */
async function prepare(request: JobRequest, deps: JobDeps): Promise<Prepared> {
  const place = await placeOf(request, deps);
  const token = await tokenFor(request, deps, place);
  if (token === null) {
    const { rssi, gpio } = request.tests ?? { rssi: null, gpio: true };
    const rules: TokenRules = { ...NO_RULES, rssi, gpio };
    return { token, rules, place, firmware: null };
  }
  const [rules, image] = await Promise.all([
    deps.pms.tokenRules(token.token),
    MODES[request.mode].burns ? deps.pms.firmwareImage(token.token) : null,
  ]);
  return { token, rules, place, firmware: image === null ? null : { image, facts: identifyFirmware(image) } };
}

/**
 * Tells the work order. A board that it will not take as passed has not passed here, whatever it holds: the next station
 * would refuse it. A run that was stopped says nothing of its board.
 * @returns how the run ended
 */
async function tellOrder(context: JobContext, error: CodedError | null): Promise<CodedError | null> {
  if (error?.code === 'CANCELLED') return error;
  if (error === null) return book(context, () => notePlace(context, true));
  await keepBooks(context, () => notePlace(context, false));
  return error;
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
  await keepBooks(context, () => deps.pms.finishRun(draft));
  if (error !== null && error.code !== 'CANCELLED') {
    emit(context, { type: 'note', level: 'error', key: 'job.failed', data: { code: error.code } });
  }
  return draft;
}

/**
 * One board, from Run to its record. Resolves with the record whatever happens to the board.
 * @throws KilnError only before the board is touched: TOKEN_*, WORK_ORDER_CLOSED, DESK_UNKNOWN, ORDER_NO_TOKEN, POOL_EMPTY,
 *   STORE_*, FIRMWARE_STORE, FIRMWARE_NONE, PORT_*
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
      work: { found: null, test: null, open: null, mac: null, held: null, claim: null, unit: null },
      facts: new Map(),
      skipped: new Set(),
    };
    return await finish(context, await tellOrder(context, await attempt(context)));
  } finally {
    await lease.release();
  }
}
