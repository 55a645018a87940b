import type { Transport } from '../serial/transport.js';
import type { RepairContext, RepairRequest, WipedBoard } from './api.js';
import { blank, repairFlash } from './flash-part.js';
import { planWipe } from './plan.js';

/**
 * Really wipes a board's authorization: storage, protected sector and mirror are erased, by 4 KiB alone, and proved blank by CRC.
 * RF calibration and MAC stay (authorization §5.5, §5.7). Backed up before.
 * @throws KilnError as `repairFlash`
 */
export async function wipeBoard(
  transport: Transport,
  request: RepairRequest,
  context: RepairContext,
): Promise<WipedBoard> {
  const { findings, plan, facts, backup } = await repairFlash(transport, request, context, {
    make: planWipe,
    placements: (_findings, { erase }) => erase.map(blank),
  });
  if (backup === null) throw new Error('a wipe without a backup');
  return { plan, facts, mac: findings.snapshot.mac, backup, erased: plan.erase };
}
