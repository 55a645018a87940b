import type { Transport } from '../serial/transport.js';
import type { LicenseToWrite } from '../tuya/api.js';
import type { StoredLicense } from '../tuya/storage/index.js';
import type { OpenedBoard, RepairContext, UnlockRequest } from './api.js';
import { blank, repairFlash } from './flash-part.js';
import { liftWrites, planUnlock } from './plan.js';

function toWrite({ uuid, authkey, pskKey, facPin, apSsid }: StoredLicense): LicenseToWrite {
  return { uuid, authkey, pskKey: pskKey ?? '', facPin, ...(apSsid === null ? {} : { apSsid }) };
}

/**
 * The flash part of an unlock: backed up, then the closed flag is gone from the board, which reboots towards its production test.
 * What is left for the caller: enter it, write `license` where the plan says `rewritten`, prove it, write back the rest. Whoever
 * has no own production test takes `unlockBoard`.
 * @throws KilnError as `repairFlash`
 */
export async function openProductionTest(
  transport: Transport,
  request: UnlockRequest,
  context: RepairContext,
): Promise<OpenedBoard> {
  const { findings, plan, facts, backup } = await repairFlash(
    transport,
    { ...request, after: 'reboot' },
    context,
    {
      make: (found) => planUnlock(found, request.way),
      placements: (found, planned) =>
        planned.way === 'lift'
          ? liftWrites(found).map(({ address, sector }) => ({ start: address, image: sector }))
          : planned.erase.map(blank),
    },
  );
  const { license, country, userParameters } = findings.meaning;
  return {
    plan,
    facts,
    mac: findings.snapshot.mac,
    backup,
    license: license && plan.license !== 'lost' ? toWrite(license) : null,
    country,
    userParameters,
  };
}
