import { createHash } from 'node:crypto';

import { macProblem, parseMac } from '../../../shared/domain/mac.js';
import type { ChipName, ProtocolClass } from '../../../shared/domain/chip.js';
import { decodeBlocks } from '../firmware/code-blocks.js';
import { parseRblHeader, type RblHeader } from '../firmware/rbl-header.js';
import { rangesSource, type FlashSource } from '../tuya/storage/index.js';
import type { Snapshot, SnapshotRange } from './api.js';

const RF_MAGIC = Buffer.from('TLV\0', 'latin1');
const MAC_AT = 0x24;
/** RF calibration and MAC: N and M, then T and U (protocol §12.3). */
export const RF_N = 0x1d0000;
export const RF_T = 0x1e0000;
/** The application's header is the last three code blocks before the end of the code (protocol §12.2). */
const APP_HEADER = 0x129f70 - 3 * 34;
const APP_TAIL = 0x129000;

/** Names what was read: whatever changes on the board changes this. */
export function digestOf(ranges: readonly SnapshotRange[]): string {
  const hash = createHash('sha256');
  for (const { start, bytes } of ranges) hash.update(`${start}+${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

/** The MAC in an RF sector, or null where none stands there. */
export function macIn(sector: Uint8Array | null): string | null {
  if (!sector || !Buffer.from(sector.subarray(0, RF_MAGIC.length)).equals(RF_MAGIC)) return null;
  const mac = Buffer.from(sector.subarray(MAC_AT, MAC_AT + 6)).toString('hex');
  const problem = macProblem(mac);
  return problem === 'zero' || problem === 'broadcast' ? null : parseMac(mac);
}

/** The MAC of a flash; where the class is known, only where that class keeps it. */
export function macOf(flash: FlashSource, protocolClass: ProtocolClass | null): string | null {
  const places = protocolClass === 'N' ? [RF_N] : protocolClass === 'T' ? [RF_T] : [RF_N, RF_T];
  for (const at of places) {
    const mac = macIn(flash.sector(at));
    if (mac !== null) return mac;
  }
  return null;
}

/** The header behind the application's code, which tells its version. */
export function applicationHeader(flash: FlashSource): RblHeader | null {
  const tail = flash.sector(APP_TAIL);
  return tail && parseRblHeader(decodeBlocks(tail, APP_HEADER - APP_TAIL, 3));
}

export function sourceOf({ ranges, facts }: Snapshot): FlashSource {
  const end = ranges.reduce((most, { start, bytes }) => Math.max(most, start + bytes.length), 0);
  return rangesSource(ranges, facts?.flashBytes ?? end);
}

/** Puts together what was read of a board or a file. */
export function snapshotOf(
  facts: {
    readonly chip: ChipName;
    readonly protocolClass: ProtocolClass;
    readonly flashBytes: number;
  } | null,
  ranges: readonly SnapshotRange[],
): Snapshot {
  const partial = { facts, ranges, mac: null, digest: digestOf(ranges) };
  return { ...partial, mac: macOf(sourceOf(partial), facts?.protocolClass ?? null) };
}
