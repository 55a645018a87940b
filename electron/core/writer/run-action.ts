import { basename } from 'node:path';

import type { Backup, WriterBoard, WriterResult, WriterSettings } from '../../../shared/contract/writer.js';
import type { WriterAction } from '../../../shared/domain/writer.js';
import type {
  BoardFacts,
  DetectReport,
  IdentifiedBoard,
  LoaderContext,
  LoaderRequest,
  RangeReport,
} from '../beken/api.js';
import { CONTACT_RATE } from '../beken/baud.js';
import { detect, eraseRange, program, verifyFlash } from '../beken/loader.js';
import { planWrite } from '../beken/plan.js';
import type { Lease } from '../serial/port-lease.js';
import type { Transport } from '../serial/transport.js';
import type { WriterDeps } from './api.js';
import { backUp, findBackup } from './backup.js';
import type { LoadedFile } from './file-card.js';
import { wantedOf } from './precheck.js';
import { readIntoFile } from './read-into.js';
import { checkKey, placed } from './wanted.js';

export interface ActionRequest {
  readonly action: WriterAction;
  readonly settings: WriterSettings;
  readonly file: LoadedFile | null;
  /** Where `read` goes. */
  readonly path: string | null;
  readonly override?: string | undefined;
}

export interface ActionHooks extends LoaderContext {
  readonly onBackup: (backup: Backup | 'begins') => void;
  readonly onDetected: (report: DetectReport) => void;
}

type Result = Omit<WriterResult, 'seconds'>;

function hex8(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}

/** A board as the view shows it. */
export function boardOf(facts: BoardFacts): WriterBoard {
  const { chip, bootVersion, flashId, flashBytes } = facts;
  const id = flashId?.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ') ?? null;
  return { chip, bootVersion, flashId: id, flashBytes, baudRate: null, mac: null, more: null };
}

/** What Detect found besides. */
export function detected({
  part,
  protection,
  bootloader,
  key,
  mac,
}: DetectReport): Pick<WriterBoard, 'mac' | 'more'> {
  const named = { crc: hex8(bootloader.crc), name: bootloader.name };
  return { mac, more: { part, protection: protection?.on ?? null, bootloader: named, key } };
}

/** Keeps a copy of the flash before a board is changed for the first time. */
async function saveFirst(
  board: IdentifiedBoard,
  deps: WriterDeps,
  { settings }: ActionRequest,
  hooks: ActionHooks,
): Promise<void> {
  if (!settings.backup) return;
  hooks.onBackup('begins');
  const known = await findBackup(board, deps.backups);
  const { name, folder } = known ?? (await backUp(board, deps.backups, deps.clock.wallTime()));
  hooks.onBackup({ name, folder, kept: known !== null });
}

function rangeResult({ start, bytes, crc }: RangeReport, more: Partial<Result> = {}): Result {
  return { range: { start, length: bytes }, crc: hex8(crc), written: null, savedAs: null, ...more };
}

interface Bench {
  readonly transport: Transport;
  readonly loader: LoaderRequest;
  readonly deps: WriterDeps;
}

async function programBoard({ transport, loader, deps }: Bench, request: ActionRequest, hooks: ActionHooks) {
  const { settings, override } = request;
  const wanted = wantedOf(request.file, settings);
  const { smart } = settings;
  const { burned } = deps.memory;
  const reason = override === undefined ? {} : { override };
  const place = async (board: IdentifiedBoard) => {
    const placement = placed(wanted, board.facts.chip);
    // Refused before the long copy, not after it.
    planWrite(board.facts, placement, override);
    if (override === undefined) await checkKey(wanted, board);
    await saveFirst(board, deps, request, hooks);
    return placement;
  };
  const report = await program(transport, { ...loader, place, smart, burned, ...reason }, hooks);
  return rangeResult(report, { written: report.written });
}

async function work(bench: Bench, request: ActionRequest, hooks: ActionHooks): Promise<Result> {
  const { transport, loader, deps } = bench;
  const { action, settings, override, path } = request;
  const { range } = settings;
  switch (action) {
    case 'program':
      return programBoard(bench, request, hooks);
    case 'erase': {
      const reason = override === undefined ? {} : { override };
      const before = (board: IdentifiedBoard) => saveFirst(board, deps, request, hooks);
      return rangeResult(await eraseRange(transport, { ...loader, ...range, before, ...reason }, hooks));
    }
    case 'read': {
      if (path === null) throw new Error('a read without a file');
      const report = await readIntoFile(transport, { path, ...range }, loader, hooks);
      return rangeResult(report, { savedAs: basename(path) });
    }
    case 'verify': {
      const wanted = wantedOf(request.file, settings);
      const place = (board: IdentifiedBoard) => Promise.resolve(placed(wanted, board.facts.chip));
      return rangeResult(await verifyFlash(transport, { ...loader, place }, hooks));
    }
    case 'detect':
      hooks.onDetected(await detect(transport, loader, hooks));
      return { range: null, crc: null, written: null, savedAs: null };
  }
}

/**
 * One job on one leased port: opens it, does the action, closes it whatever happens.
 * @throws KilnError of the port, the board or the file; nothing was changed where it is thrown before `erase` began
 */
export async function runAction(
  lease: Lease,
  request: ActionRequest,
  deps: WriterDeps,
  hooks: ActionHooks,
): Promise<Result> {
  const { chip, baudRate, port } = request.settings;
  try {
    const transport = await lease.open({ baudRate: CONTACT_RATE });
    const listed = (await deps.ports.list()).find(({ path }) => path === port);
    const rates = deps.memory.ratesOf(listed);
    const loader: LoaderRequest = { chip, baudRate, ...(rates ? { rates } : {}) };
    return await work({ transport, loader, deps }, request, hooks);
  } finally {
    await lease.release();
    // What is remembered only saves time: a folder that cannot be written fails nothing.
    await deps.memory.save().catch(() => undefined);
  }
}
