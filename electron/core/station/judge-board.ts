import { maskSecret } from '../../../shared/domain/license.js';
import { macProblem, parseMac, type Mac } from '../../../shared/domain/mac.js';
import { MODES } from '../../../shared/domain/stage.js';
import { maskToken } from '../../../shared/domain/token.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { decide, emit, LeaveBoard, type JobContext } from './job-context.js';

/** As much of a license as a decision about it needs. */
interface HeldLicense {
  readonly uuid: string;
  readonly authkey: string;
}

/**
 * A board that passed a moment ago and is there again was not exchanged, unless the operator says otherwise
 * (authorization §4.3, stack-up).
 * @throws KilnError STACK_UP {mac, answered}
 */
export async function judgeStackUp(context: JobContext, mac: Mac): Promise<void> {
  const { request, policies, hooks, draft } = context;
  if (request.lastMac !== mac || draft.decisions.some(({ policy }) => policy === 'stackUp')) return;
  if (policies.stackUp === 'allow') return decide(context, 'stackUp', 'allow', { mac });
  if (policies.stackUp === 'refuse' || !hooks.ask) {
    decide(context, 'stackUp', 'refuse', { mac });
    throw new KilnError('STACK_UP', { mac, answered: false });
  }
  const question = { id: 'same-board', mac } as const;
  emit(context, { type: 'asking', question });
  const yes = await hooks.ask(question);
  emit(context, { type: 'asking', question: null });
  decide(context, 'stackUp', yes ? 'yes' : 'no', { mac });
  if (!yes) throw new KilnError('STACK_UP', { mac, answered: true });
}

/**
 * What to do with a board that holds a license already, as soon as it is known and before anything is written.
 * @throws KilnError BOARD_HAS_OTHER_LICENSE, BOARD_ALREADY_AUTHORIZED {uuid}; LeaveBoard where the policy is to skip it
 */
export async function judgeLicense(context: JobContext, mac: Mac, held: HeldLicense | null): Promise<void> {
  const { request, policies, draft, deps } = context;
  if (held === null || held.uuid === '' || request.token === null) return;
  const uuid = maskSecret(held.uuid);
  const prior = await deps.pms.licenseOf(request.token, mac);
  if (prior?.uuid === held.uuid) {
    decide(context, 'sameLicense', policies.sameLicense, { uuid });
    if (policies.sameLicense === 'refuse') throw new KilnError('BOARD_ALREADY_AUTHORIZED', { uuid, mac });
    if (policies.sameLicense === 'keep') return;
    draft.license = { uuid: held.uuid, authkey: maskSecret(held.authkey), reused: true };
    throw new LeaveBoard();
  }
  const reason = policies.otherLicense === 'overwrite' ? policies.overwriteReason : null;
  decide(context, 'otherLicense', policies.otherLicense, { uuid, reason });
  if (reason === null) throw new KilnError('BOARD_HAS_OTHER_LICENSE', { uuid });
  draft.previousLicense = { uuid: held.uuid, authkey: maskSecret(held.authkey) };
}

/**
 * Another license that was validated for this MAC and that this board does not hold: its MAC is a copy, or the board
 * lost that license.
 */
async function duplicateOf(
  { request, deps }: JobContext,
  mac: Mac,
  held: HeldLicense | null,
): Promise<{ uuid: string; token: string } | null> {
  const others = await deps.pms.licensesOfMac(mac);
  // A PMS elsewhere tells whose it is, and not the whole token.
  const own = request.token ?? '';
  const isOwn = (token: string | null): boolean => token === own || token === maskToken(own);
  const found = others.find(
    ({ state, token, uuid }) => state === 'validated' && !isOwn(token) && uuid !== held?.uuid,
  );
  return found ? { uuid: maskSecret(found.uuid), token: maskToken(found.token ?? '') } : null;
}

/**
 * Whether a MAC may identify this board. `write`: it may not, and this station gives it another.
 * @throws KilnError MAC_INVALID {mac, problem}, MAC_DUPLICATE {mac, uuid, token}
 */
export async function judgeMac(
  context: JobContext,
  said: string,
  held: HeldLicense | null,
): Promise<Mac | 'write'> {
  const { policies, request } = context;
  const writes = MODES[request.mode].authorizes;
  const mac = parseMac(said);
  const problem = macProblem(said);
  if (mac === null || problem !== null) {
    const choice = writes && mac !== null ? policies.badMac : 'refuse';
    decide(context, 'badMac', choice, { mac: said, problem: problem ?? 'format' });
    if (choice === 'write') return 'write';
    throw new KilnError('MAC_INVALID', { mac: said, problem: problem ?? 'format' });
  }
  const duplicate = await duplicateOf(context, mac, held);
  if (duplicate === null) return mac;
  const choice = writes || policies.duplicateMac === 'allow' ? policies.duplicateMac : 'refuse';
  decide(context, 'duplicateMac', choice, { mac, ...duplicate });
  if (choice === 'allow') return mac;
  if (choice === 'write') return 'write';
  throw new KilnError('MAC_DUPLICATE', { mac, ...duplicate });
}
