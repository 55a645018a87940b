import table from '../../../resources/flash-parts.json' with { type: 'json' };

import { bytesOf } from './hex.js';

/** Manufacturer, type, capacity: the flash id in bus order. */
export type FlashId = readonly [number, number, number];

/** A flash chip as the protocol page lists it (§8). */
export interface FlashPart {
  /** Part name, e.g. `TH25Q16HB`; null for one that the table does not know. */
  readonly name: string | null;
  readonly bytes: number;
  /** Width of the status register write. */
  readonly statusBytes: number;
  /** Protection bits over SR2 << 8 | SR1; all clear = unprotected. */
  readonly protectMask: number;
  /** SPI commands that read SR1, SR2 … */
  readonly readCommands: readonly number[];
  /** SPI commands that write them. */
  readonly writeCommands: readonly number[];
}

function hexBytes(text: string): number[] {
  return text === '' ? [] : text.split(' ').map((byte) => Number.parseInt(byte, 16));
}

function text(row: readonly (string | number)[], column: string): string {
  return String(row[table.columns.indexOf(column)]);
}

function partOf(row: readonly (string | number)[]): FlashPart {
  return {
    name: text(row, 'name'),
    bytes: Number(text(row, 'kib')) * 1024,
    statusBytes: Number(text(row, 'statusBytes')),
    protectMask: Number.parseInt(text(row, 'protectMask'), 16),
    readCommands: hexBytes(text(row, 'readCommands')),
    writeCommands: hexBytes(text(row, 'writeCommands')),
  };
}

const PARTS: ReadonlyMap<string, FlashPart> = new Map(
  table.parts.map((row) => [text(row, 'id'), partOf(row)]),
);

/** The part of an id, or a generic one: two status bytes, mask 0x407C, size 1 << capacity (protocol §7.2). */
export function flashPart(id: FlashId): FlashPart {
  return (
    PARTS.get(bytesOf(id)) ?? {
      name: null,
      bytes: id[2] < 31 ? 2 ** id[2] : 0,
      statusBytes: 2,
      protectMask: 0x407c,
      readCommands: [0x05, 0x35],
      writeCommands: [0x01, 0x31],
    }
  );
}

/** All zeros or all ones: nobody drives the bus. */
export function isNoFlash(id: FlashId): boolean {
  return id.every((byte) => byte === 0) || id.every((byte) => byte === 0xff);
}
