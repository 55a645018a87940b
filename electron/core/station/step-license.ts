import { maskSecret } from '../../../shared/domain/license.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Claim } from '../pms/pms.js';
import type { BoardLicense, LicenseToWrite, ProductionTest } from '../tuya/api.js';
import { compareLicense } from '../tuya/compare-license.js';
import { emit, enterStage, type JobContext } from './job-context.js';

/** True where the board already holds exactly these bytes. */
function holds(held: BoardLicense | null, wanted: LicenseToWrite): boolean {
  try {
    compareLicense(wanted, held);
    return true;
  } catch {
    return false;
  }
}

/**
 * Step 5: a board that holds a license which this token did not give to it stays as it is.
 * @throws KilnError BOARD_HAS_OTHER_LICENSE
 */
async function refuseForeignLicense(
  context: JobContext,
  claim: Claim,
  held: BoardLicense | null,
): Promise<void> {
  if (held === null || held.uuid === '') return;
  const prior = await context.deps.pms.licenseOf(claim.token, claim.mac);
  if (prior?.uuid === held.uuid) return;
  throw new KilnError('BOARD_HAS_OTHER_LICENSE', { uuid: maskSecret(held.uuid) });
}

/**
 * Steps 5 to 9 (authorization §1.9): take the license that belongs to this board, write it, read it back.
 * A board that holds it already is not written again: writing resets its pairing (authorization §1.7).
 */
export async function licenseStep(context: JobContext, test: ProductionTest, claim: Claim): Promise<void> {
  const { pms } = context.deps;
  enterStage(context, 'license');
  const held = await test.readLicense();
  await refuseForeignLicense(context, claim, held);

  const { license, reused } = await pms.reserve(claim);
  context.draft.license = { uuid: license.uuid, authkey: maskSecret(license.authkey), reused };
  emit(context, { type: 'board', facts: { uuid: license.uuid } });
  const wanted: LicenseToWrite = { ...license, facPin: held?.facPin ?? null };

  if (holds(held, wanted)) {
    emit(context, {
      type: 'note',
      level: 'info',
      key: 'job.license-kept',
      data: { uuid: maskSecret(license.uuid) },
    });
  } else {
    context.hooks.signal.throwIfAborted();
    // From here on nobody can say any more that the board never saw it.
    await pms.expose(claim);
    await test.writeLicense(wanted);
  }

  enterStage(context, 'prove');
  compareLicense(wanted, await test.readLicense());
  await pms.markWritten(claim);
}
