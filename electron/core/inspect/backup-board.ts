import { CHIPS, type ChipName } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard, LoaderContext, Placement } from '../beken/api.js';
import { patch } from '../beken/loader.js';
import type { Transport } from '../serial/transport.js';
import type { Backup, BackupRequest, RestoreRequest, SnapshotRange } from './api.js';
import { inspectRanges, MIRROR, PROTECTED, STORAGE_END, STORAGE_START, STORAGE_START_Q } from './areas.js';
import { readRanges } from './read-board.js';
import { macOf, RF_N, RF_T } from './snapshot.js';
import { imageSource, rangesSource } from '../tuya/storage/index.js';

/** What a backup brings back; the rest of it (calibration, application) is for reading only. */
const RESTORED = (chip: ChipName): readonly { start: number; end: number }[] => {
  const storage = { start: chip === 'BK7231Q' ? STORAGE_START_Q : STORAGE_START, end: STORAGE_END };
  return CHIPS[chip].protocolClass === 'N' ? [MIRROR, PROTECTED, storage] : [storage];
};

/**
 * Saves a board's storage, or its whole flash, sealed, and lets it run again unchanged.
 * @returns path of the backup
 * @throws KilnError BACKUP_FAILED, the loader's errors
 */
export async function backupBoard(
  transport: Transport,
  request: BackupRequest,
  context: LoaderContext,
): Promise<string> {
  const { backups, whole = false, ...loader } = request;
  let path: string | null = null;
  const decide = async (board: IdentifiedBoard): Promise<readonly Placement[]> => {
    context.onEvent({ type: 'stage', stage: 'read' });
    const { chip, flashBytes, protocolClass } = board.facts;
    const ranges = await readRanges(
      board,
      whole ? [{ start: 0, end: flashBytes }] : inspectRanges(chip, flashBytes),
    );
    const at = context.clock.wallTime().toISOString();
    const mac = macOf(rangesSource(ranges, flashBytes), protocolClass);
    path = await backups.save({ mac, chip, flashBytes, at, ranges });
    return [];
  };
  await patch(transport, { ...loader, decide }, context);
  return path ?? '';
}

/** The part of a backup within a range, or null where it does not have all of it. */
function slice(ranges: readonly SnapshotRange[], start: number, end: number): Placement | null {
  for (const range of ranges) {
    const at = start - range.start;
    if (at >= 0 && at + end - start <= range.bytes.length)
      return { start, image: range.bytes.subarray(at, at + end - start) };
  }
  return null;
}

async function macOnBoard(board: IdentifiedBoard): Promise<string | null> {
  const { protocolClass } = board.facts;
  const at = protocolClass === 'N' ? RF_N : RF_T;
  return macOf(imageSource(await board.readSector(at), at), protocolClass);
}

/** @throws KilnError BACKUP_OTHER_BOARD {backup, board} */
async function requireSameBoard(board: IdentifiedBoard, backup: Backup): Promise<void> {
  const mac = await macOnBoard(board);
  const same = backup.mac !== null && backup.mac === mac && backup.chip === board.facts.chip;
  if (!same) throw new KilnError('BACKUP_OTHER_BOARD', { backup: backup.mac ?? '?', board: mac ?? '?' });
}

/**
 * Writes the storage of a backup back to the board that it was made of: by its MAC, for a license on two boards is worth nothing.
 * RF calibration, bootloader and application stay as they are on the board.
 * @throws KilnError BACKUP_UNREADABLE, BACKUP_OTHER_BOARD {backup, board}, the loader's errors
 */
export async function restoreBoard(
  transport: Transport,
  request: RestoreRequest,
  context: LoaderContext,
): Promise<{
  readonly mac: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}> {
  const { backups, path, ...loader } = request;
  const backup = await backups.load(path);
  const decide = async (board: IdentifiedBoard): Promise<readonly Placement[]> => {
    await requireSameBoard(board, backup);
    const { chip } = board.facts;
    const placements = RESTORED(chip).flatMap(({ start, end }) => slice(backup.ranges, start, end) ?? []);
    if (placements.length === 0) throw new KilnError('BACKUP_UNREADABLE', { path });
    return placements;
  };
  const { ranges } = await patch(transport, { ...loader, decide }, context);
  return { mac: backup.mac ?? '', ranges };
}
