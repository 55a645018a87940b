import type { RepairPlan } from '../../../shared/contract/inspect.js';
import { KilnError, toCodedError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts, IdentifiedBoard, Placement } from '../beken/api.js';
import { patch } from '../beken/loader.js';
import type { Transport } from '../serial/transport.js';
import type { RepairContext, RepairRequest, Snapshot } from './api.js';
import { findingsOf, type Findings } from './plan.js';
import { takeSnapshot } from './read-board.js';

/** What came of the flash part of a repair. */
export interface FlashPart {
  readonly findings: Findings;
  readonly plan: RepairPlan;
  readonly facts: BoardFacts;
  /** Null where nothing was to be written. */
  readonly backup: string | null;
}

/** An erased range, as an image. */
export function blank({ start, end }: { readonly start: number; readonly end: number }): Placement {
  return { start, image: new Uint8Array(end - start).fill(0xff) };
}

async function save(
  board: IdentifiedBoard,
  snapshot: Snapshot,
  request: RepairRequest,
  context: RepairContext,
): Promise<string> {
  const { chip, flashBytes } = board.facts;
  const at = context.clock.wallTime().toISOString();
  const { mac, ranges } = snapshot;
  const path = await request.backups.save({ mac, chip, flashBytes, at, ranges });
  context.onEvent({ type: 'backup', path });
  return path;
}

/**
 * The flash part of every repair, in one session of the loader: read, plan, ask, back up, replace, prove, reboot. Up to the
 * end of the backup the board is as it was.
 * @param plan makes the plan and says what is put where
 * @throws KilnError PLAN_STALE, REPAIR_IMPOSSIBLE {reason}, BACKUP_FAILED, what `confirm` throws, the loader's errors, all with the
 * flash untouched; REPAIR_INTERRUPTED {backup, detail: code} from the backup on, also on a stop
 */
export async function repairFlash(
  transport: Transport,
  request: RepairRequest,
  context: RepairContext,
  plan: {
    readonly make: (findings: Findings) => RepairPlan;
    readonly placements: (findings: Findings, plan: RepairPlan) => readonly Placement[];
  },
): Promise<FlashPart> {
  let made: Omit<FlashPart, 'facts'> | null = null;
  const { digest, confirm } = request;
  const decide = async (board: IdentifiedBoard): Promise<readonly Placement[]> => {
    context.onEvent({ type: 'stage', stage: 'read' });
    const snapshot = await takeSnapshot(board);
    if (digest !== undefined && digest !== snapshot.digest) throw new KilnError('PLAN_STALE');
    const findings = findingsOf(snapshot);
    const planned = plan.make(findings);
    if (planned.reason !== null) throw new KilnError('REPAIR_IMPOSSIBLE', { reason: planned.reason });
    await confirm?.(planned, snapshot);
    context.signal.throwIfAborted();
    const placements = plan.placements(findings, planned);
    const backup = placements.length === 0 ? null : await save(board, snapshot, request, context);
    made = { findings, plan: planned, backup };
    context.signal.throwIfAborted();
    return placements;
  };
  try {
    const { facts } = await patch(transport, { ...request, decide }, context);
    if (!made) throw new Error('a repair before its plan');
    return { ...(made as Omit<FlashPart, 'facts'>), facts };
  } catch (error) {
    // Assigned in a callback, which the compiler does not follow.
    const begun = (made as Omit<FlashPart, 'facts'> | null)?.backup ?? null;
    if (begun === null) throw error;
    // Also where it was stopped: what is on the board now matters more than why.
    const { code } = toCodedError(error);
    throw new KilnError('REPAIR_INTERRUPTED', { backup: begun, detail: code }, { cause: error });
  }
}
