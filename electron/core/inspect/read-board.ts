import type { FlashRange, InspectReport } from '../../../shared/contract/inspect.js';
import type { BoardFacts, DetectReport, IdentifiedBoard, LoaderRequest } from '../beken/api.js';
import { bootloaderOf } from '../beken/detect.js';
import { patch } from '../beken/loader.js';
import type { Transport } from '../serial/transport.js';
import type { RepairContext, Snapshot, SnapshotRange } from './api.js';
import { inspectRanges, joined } from './areas.js';
import { askRunning } from './ask-running.js';
import { findingsOf } from './plan.js';
import { reportOf } from './report.js';
import { snapshotOf } from './snapshot.js';

/** Reads ranges through the loader, each proved by CRC. */
export async function readRanges(
  board: IdentifiedBoard,
  ranges: readonly FlashRange[],
): Promise<SnapshotRange[]> {
  const read: SnapshotRange[] = [];
  for (const { start, end } of joined(ranges))
    read.push({ start, bytes: await board.readRange(start, end - start) });
  return read;
}

/** What every decision about a board is made from. @throws KilnError FLASH_READ, CRC_NO_ANSWER, LINK_LOST */
export async function takeSnapshot(board: IdentifiedBoard): Promise<Snapshot> {
  const { chip, flashBytes } = board.facts;
  return snapshotOf(board.facts, await readRanges(board, inspectRanges(chip, flashBytes)));
}

export interface ReadBoardRequest extends LoaderRequest {
  /** License secrets whole in the report. @default false */
  readonly reveal?: boolean;
  /** Also ask the application for its name and version, by production test; takes seconds more. @default false */
  readonly askRunning?: boolean;
}

export interface InspectedBoard {
  readonly report: InspectReport;
  readonly snapshot: Snapshot;
  readonly facts: BoardFacts;
}

/**
 * Reads only what it takes to say what a board holds: about 25 sectors, a second at 921600 baud. The board is not changed, and
 * runs its application again afterwards unless the request says to stay.
 * @throws KilnError of the group `board`, PORT_LOST; the signal's reason on a stop
 */
export async function readBoard(
  transport: Transport,
  request: ReadBoardRequest,
  context: RepairContext,
): Promise<InspectedBoard> {
  let snapshot: Snapshot | null = null;
  let bootloader: DetectReport['bootloader'] | null = null;
  const { facts } = await patch(
    transport,
    {
      ...request,
      decide: async (board) => {
        context.onEvent({ type: 'stage', stage: 'read' });
        bootloader = bootloaderOf(board.facts, await board.readSector(0));
        snapshot = await takeSnapshot(board);
        return [];
      },
    },
    context,
  );
  if (!snapshot || !bootloader) throw new Error('a report before its reading');
  const fingerprint = request.askRunning === true ? await askRunning(transport, context) : null;
  const options = { facts, bootloader, fingerprint, reveal: request.reveal ?? false };
  return { report: reportOf(findingsOf(snapshot), options), snapshot, facts };
}
