import { maskSecret, type License } from '../../../shared/domain/license.js';
import type { ErrorCode } from '../../../shared/errors/codes.js';
import { KilnError, toCodedError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, LicenseToWrite, ProductionTest } from '../tuya/api.js';
import { compareLicense } from '../tuya/compare-license.js';
import { judgeLicense } from './judge-board.js';
import { decide, emit, enterStage, needed, tell, warn, type JobContext } from './job-context.js';

/** What a second try may well cure (authorization §4.3: retry once, then quarantine). */
const WORTH_A_RETRY = new Set<ErrorCode>(['LICENSE_REFUSED', 'LICENSE_READBACK', 'TEST_NO_REPLY']);

/** True where the board already holds exactly these bytes. */
function holds(held: BoardLicense | null, wanted: LicenseToWrite): boolean {
  try {
    compareLicense(wanted, held);
    return true;
  } catch {
    return false;
  }
}

/** The factory PIN that is written with the license: the board's own, unless the policy drops it (authorization §0.1.5). */
function facPinFor(context: JobContext, held: BoardLicense | null): string | null {
  const known = held?.facPin ?? context.work.found?.meaning.license?.facPin ?? null;
  if (known === null || known === '') return null;
  decide(context, 'facPin', context.policies.facPin);
  return context.policies.facPin === 'carry' ? known : null;
}

/** Writes and reads back; once more where the first try fails. @throws KilnError as the second one */
async function writeProved(context: JobContext, test: ProductionTest, wanted: LicenseToWrite): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await test.writeLicense(wanted);
      enterStage(context, 'prove');
      compareLicense(wanted, await test.readLicense());
      return tell(context, 'license', { tries });
    } catch (thrown) {
      context.hooks.signal.throwIfAborted();
      const { code } = toCodedError(thrown);
      if (tries > 1 || !WORTH_A_RETRY.has(code)) throw thrown;
      warn(context, 'job.license-again', { code });
      enterStage(context, 'license');
    }
  }
}

/**
 * Steps 5 to 9 (authorization §1.9): take the license that belongs to this board, write it, read it back.
 * A board that holds it already is not written again: writing resets its pairing (authorization §1.7).
 */
export async function licenseStep(context: JobContext): Promise<void> {
  const { work, draft, deps, request } = context;
  enterStage(context, 'license');
  const test = needed(work.test, 'the production test');
  const mac = needed(work.mac, 'the MAC');
  await judgeLicense(context, mac, work.held);

  const claim = { token: needed(request.token, 'the token'), mac, runId: draft.runId };
  work.claim = claim;
  const { license, reused } = await deps.pms.reserve(claim);
  draft.license = { uuid: license.uuid, authkey: maskSecret(license.authkey), reused };
  tell(context, 'license', { uuid: maskSecret(license.uuid), reused });
  emit(context, { type: 'board', facts: { uuid: license.uuid } });

  const proof: LicenseToWrite = { ...license, facPin: null };
  if (holds(work.held, proof)) {
    const data = { uuid: maskSecret(license.uuid) };
    emit(context, { type: 'note', level: 'info', key: 'job.license-kept', data });
    enterStage(context, 'prove');
    compareLicense(proof, await test.readLicense());
  } else {
    context.hooks.signal.throwIfAborted();
    if (work.found?.meaning.provisioned === true) warn(context, 'job.unpaired');
    // From here on nobody can say any more that the board never saw it.
    await deps.pms.expose(claim);
    await writeProved(context, test, { ...license, facPin: facPinFor(context, work.held) });
  }
  await deps.pms.markWritten(claim);
}

/** The first field in which a board's license is not the one it was given; null where there is none. */
function differingField(given: License, held: BoardLicense): string | null {
  if (held.uuid !== given.uuid) return 'uuid';
  if (held.authkey !== given.authkey) return 'authkey';
  if ((held.pskKey ?? '') !== given.pskKey) return 'pskKey';
  // A board left in test mode would not behave as the finished product.
  return held.prodTest ? 'prodTest' : null;
}

/**
 * Step 5 of a re-check: the board holds exactly what the books say that it was given, and they say it for good.
 * Nothing is written, nothing taken from the pool.
 * @throws KilnError VERIFY_NO_LICENSE {mac}, VERIFY_UNKNOWN {mac, uuid, holder}, VERIFY_DIFFERS {mac, field}, VERIFY_STATE {mac, state}
 */
export async function verifyLicenseStep(context: JobContext): Promise<void> {
  const { work, draft, deps, request } = context;
  enterStage(context, 'license');
  const mac = needed(work.mac, 'the MAC');
  const token = needed(request.token, 'the token');
  const { held } = work;
  if (held === null) throw new KilnError('VERIFY_NO_LICENSE', { mac });
  const uuid = maskSecret(held.uuid);
  draft.license = { uuid: held.uuid, authkey: maskSecret(held.authkey), reused: true };
  emit(context, { type: 'board', facts: { uuid: held.uuid } });
  const given = await deps.pms.licenseOf(token, mac);
  if (given === null) {
    const holder = await deps.pms.holderOf(held.uuid);
    const whose = holder === null ? 'nobody' : holder.mac === mac ? 'other-token' : 'other-board';
    throw new KilnError('VERIFY_UNKNOWN', { mac, uuid, holder: whose });
  }
  const field = differingField(given, held);
  if (field !== null) throw new KilnError('VERIFY_DIFFERS', { mac, field });
  const books = (await deps.pms.licensesOfMac(mac)).find((known) => known.uuid === held.uuid);
  if (books?.state !== 'validated') throw new KilnError('VERIFY_STATE', { mac, state: books?.state ?? '?' });
  tell(context, 'license', { uuid, state: books.state });
}
