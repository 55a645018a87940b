import type { RepairOutcome } from '../../../shared/contract/inspect.js';
import { isCountry } from '../../../shared/domain/country.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { BoardLicense, LicenseToWrite, ProductionTest } from '../tuya/api.js';
import { compareLicense } from '../tuya/compare-license.js';
import { enterProductionTest } from '../tuya/enter.js';
import type { OpenedBoard, RepairContext, UnlockRequest } from './api.js';
import { openProductionTest } from './open-test.js';

function tell(
  context: RepairContext,
  key: string,
  data: Readonly<Record<string, string | number>> = {},
): void {
  context.onEvent({ type: 'note', level: 'warning', key, data });
}

/** What is carried over besides the license is worth trying and no reason to fail: the license is proved by now. */
async function carryOver(test: ProductionTest, opened: OpenedBoard, context: RepairContext): Promise<void> {
  const { plan, country, userParameters } = opened;
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof KilnError) || error.code === 'PORT_LOST') throw error;
      tell(context, 'inspect.not-carried', { what, code: error.code });
    }
  };
  // After the license, which resets it (authorization §1.7).
  if (plan.carried.includes('country') && country !== null && isCountry(country))
    await attempt('country', () => test.writeCountry(country));
  if (plan.carried.includes('user-parameters') && userParameters)
    await attempt('user-parameters', () => test.writeUserConfig(withoutNul(userParameters)));
}

/** The configuration is sent as text; a NUL that the storage counts is the application's own. */
function withoutNul(value: Uint8Array): Uint8Array {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0) end -= 1;
  return value.subarray(0, end);
}

/** Writes and proves what the board must hold. @throws KilnError UNLOCK_OTHER_LICENSE, LICENSE_*, TEST_NO_REPLY */
async function prove(test: ProductionTest, opened: OpenedBoard, context: RepairContext): Promise<void> {
  const { plan, license, backup } = opened;
  context.onEvent({ type: 'test-stage', stage: 'license' });
  if (license && plan.license === 'rewritten') await test.writeLicense(license);
  context.onEvent({ type: 'test-stage', stage: 'prove' });
  const held = await test.readLicense();
  if (!license) return;
  if (plan.license === 'rewritten') return compareLicense(license, held);
  const field = differingField(license, held);
  if (field !== null) throw new KilnError('UNLOCK_OTHER_LICENSE', { field, backup: backup ?? '-' });
}

/**
 * What the module brought back by itself must be the same license; the rest of the record is its own. A key that the application does
 * not tell is no other key: newer ones tell only what they keep as psk30_key (authorization §0.1.4).
 */
function differingField(license: LicenseToWrite, held: BoardLicense | null): string | null {
  if (held?.uuid !== license.uuid) return 'uuid';
  if (held.authkey !== license.authkey) return 'authkey';
  return held.pskKey && held.pskKey !== license.pskKey ? 'pskKey' : null;
}

async function runTest(
  transport: Transport,
  opened: OpenedBoard,
  { enterMs }: UnlockRequest,
  context: RepairContext,
): Promise<void> {
  const { clock, signal, onEvent } = context;
  onEvent({ type: 'test-stage', stage: 'enter' });
  const test = await enterProductionTest(transport, {
    clock,
    signal,
    ...(enterMs === undefined ? {} : { enterMs }),
    onNote: (note) => onEvent({ type: 'note', ...note }),
    onWaiting: ({ deadline, seen }) => onEvent({ type: 'test-waiting', deadline, seen }),
  });
  await prove(test, opened, context);
  onEvent({ type: 'test-stage', stage: 'finish' });
  await carryOver(test, opened, context);
  try {
    await test.reset();
  } catch {
    // The board is proved, only its restart is missing.
    tell(context, 'job.reset-unanswered');
  }
}

/**
 * Opens a production test that was closed for good, the whole way: flash, then production test until the board has answered with the
 * same license as before (authorization §5.7).
 * @throws KilnError as `repairFlash` with the flash untouched; UNLOCK_INCOMPLETE {detail, backup} where the flash part is done and the
 * production test failed; UNLOCK_OTHER_LICENSE {field, backup}
 */
export async function unlockBoard(
  transport: Transport,
  request: UnlockRequest,
  context: RepairContext,
): Promise<RepairOutcome> {
  const opened = await openProductionTest(transport, request, context);
  const { plan, mac, license, backup } = opened;
  const { way } = plan;
  const outcome = {
    repair: 'unlock',
    way,
    mac,
    license: plan.license,
    uuid: license?.uuid ?? null,
    backup,
  } as const;
  if (!plan.productionTest) return { ...outcome, proved: false };
  try {
    await runTest(transport, opened, request, context);
  } catch (error) {
    if (error instanceof KilnError && error.code === 'UNLOCK_OTHER_LICENSE') throw error;
    const detail =
      error instanceof KilnError ? error.code : error instanceof Error ? error.message : String(error);
    throw new KilnError('UNLOCK_INCOMPLETE', { detail, backup: backup ?? '-' }, { cause: error });
  }
  return { ...outcome, proved: true };
}
