import { basename, join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';

import type { FirmwareFacts } from '../../../shared/domain/firmware.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { IdentifiedBoard, Placement, ProgramRequest } from '../../core/beken/api.js';
import { hasEfusePort, keyKind } from '../../core/beken/efuse.js';
import { program, verifyFlash } from '../../core/beken/loader.js';
import { readCalibrationMac } from '../../core/beken/rf-mac.js';
import { identifyFirmware } from '../../core/firmware/identify.js';
import { keyOf, placeFile, requireKey } from '../../core/firmware/place-file.js';
import type { Environment } from '../environment.js';
import { readUserFile } from '../files.js';
import { rangeResult } from '../loader-result.js';
import { withLoader } from '../loader-session.js';
import type { Output } from '../output.js';
import { outputOf } from '../session.js';
import { parseOverride, typedRange, type LoaderOptions, type RangeOptions } from './loader-options.js';

export interface ProgramOptions extends LoaderOptions, RangeOptions {
  readonly file: string;
  readonly smart?: boolean;
  readonly override?: string;
  /** Folder for a copy of the flash as it was. */
  readonly backup?: string;
}

interface WantedImage {
  readonly image: Uint8Array;
  readonly facts: FirmwareFacts | null;
  readonly start: number | null;
  /** Most bytes that may be written; null: as the file has. */
  readonly length: number | null;
}

/** Content that is no firmware may be meant, where the caller says where it goes; a damaged firmware never is. */
function factsOf(image: Uint8Array, name: string, start: number | null): FirmwareFacts | null {
  try {
    return identifyFirmware(image, name);
  } catch (error) {
    const foreign =
      error instanceof KilnError &&
      ['FIRMWARE_UNKNOWN', 'FIRMWARE_TOO_LARGE', 'FIRMWARE_BLANK'].includes(error.code);
    if (!foreign || start === null) throw error;
    return null;
  }
}

/** Reads the file of a command. @throws KilnError FILE_UNREADABLE, FIRMWARE_*, USAGE */
export async function wantedImage(
  options: RangeOptions & { readonly file: string },
  output: Output,
): Promise<WantedImage> {
  const { start, length } = typedRange(options);
  const image = await readUserFile(options.file);
  if (image.length === 0) throw new KilnError('FIRMWARE_EMPTY');
  const facts = factsOf(image, basename(options.file), start);
  for (const warning of facts?.warnings ?? []) {
    output.note({ event: 'file-warning', warning }, `   ${output.say('cli.fileWarning', { warning })}`);
  }
  return { image, facts, start, length };
}

/** Where a file goes on this board. @throws KilnError FIRMWARE_* */
export function placed(wanted: WantedImage, board: IdentifiedBoard): Placement {
  const placement = placeFile(wanted, board.facts.chip);
  const { length } = wanted;
  if (length !== null && placement.image.length > length) {
    throw new KilnError('FIRMWARE_TOO_LARGE', { bytes: placement.image.length, max: length });
  }
  return placement;
}

async function checkKey(wanted: WantedImage, board: IdentifiedBoard): Promise<void> {
  if (keyOf(wanted.facts) === null || !hasEfusePort(board.facts)) return;
  const kind = await board.readEfuseKey().then(keyKind, (error: unknown) => {
    // Where it cannot be read nobody can say, and nothing speaks against it.
    if (error instanceof KilnError && error.code === 'EFUSE_UNREADABLE') return null;
    throw error;
  });
  if (kind !== null) requireKey(wanted.facts, kind);
}

/** `d81f12004a07-BK7231N-20260101-120000.bin` */
export function backupName(mac: string | null, chip: string, now: Date): string {
  const date = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${mac ?? 'no-mac'}-${chip}-${date}.bin`;
}

async function backUp(board: IdentifiedBoard, folder: string, now: Date): Promise<string> {
  const { chip, flashBytes } = board.facts;
  const mac = (await readCalibrationMac(board.facts, (at) => board.readSector(at))) ?? null;
  const content = await board.readRange(0, flashBytes);
  await mkdir(folder, { recursive: true });
  const path = join(folder, backupName(mac, chip, now));
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
  return path;
}

/** `kiln program`: writes a file where it belongs, and proves it. */
export async function programCommand(options: ProgramOptions, environment: Environment): Promise<number> {
  const override = parseOverride(options.override);
  const wanted = await wantedImage(options, outputOf(options, environment));
  return withLoader(options, environment, async ({ transport, context, request, memory, output }) => {
    const place: ProgramRequest['place'] = async (board) => {
      const placement = placed(wanted, board);
      if (override === undefined) await checkKey(wanted, board);
      else
        output.note(
          { event: 'override', reason: override },
          `   ${output.say('cli.overridden', { reason: override })}`,
        );
      if (options.backup !== undefined) {
        const path = await backUp(board, options.backup, context.clock.wallTime());
        output.note({ event: 'backup', path }, `   ${output.say('cli.backup', { path })}`);
      }
      return placement;
    };
    const { burned } = memory;
    const smart = options.smart === true;
    const reason = override === undefined ? {} : { override };
    const report = await program(transport, { ...request, place, smart, burned, ...reason }, context);
    const { written } = report;
    rangeResult(output, 'program', report, smart ? [`  ${output.say('cli.bytesWritten', { written })}`] : []);
    return 0;
  });
}

export interface VerifyOptions extends LoaderOptions, RangeOptions {
  readonly file: string;
}

/** `kiln verify`: compares a file with the flash; nothing is changed. */
export async function verifyCommand(options: VerifyOptions, environment: Environment): Promise<number> {
  const wanted = await wantedImage(options, outputOf(options, environment));
  return withLoader(options, environment, async ({ transport, context, request, output }) => {
    const place: ProgramRequest['place'] = (board) => Promise.resolve(placed(wanted, board));
    rangeResult(output, 'verify', await verifyFlash(transport, { ...request, place }, context));
    return 0;
  });
}
