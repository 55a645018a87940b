import { holds, u16 } from '../codec/bytes.js';
import { crc16 } from '../codec/crc16.js';

/** 32 bytes of code and their CRC-16, big-endian (protocol §12.1). */
export const BLOCK = 34;
export const BLOCK_DATA = 32;

/** Bytes 2..7 under the Tuya key (protocol §12.1). */
export const BOOTLOADER_HEAD = [0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99] as const;
export const APP_HEAD = [0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b] as const;

/** One stored block from 32 bytes of code. @throws RangeError at any other length */
export function encodeBlock(data: Uint8Array): Uint8Array {
  if (data.length !== BLOCK_DATA)
    throw new RangeError(`a block holds ${BLOCK_DATA} bytes, not ${data.length}`);
  const crc = crc16(data);
  const block = new Uint8Array(BLOCK);
  block.set(data);
  block.set([crc >>> 8, crc & 0xff], BLOCK_DATA);
  return block;
}

/** Whether the block at `offset` carries the CRC of its data. */
export function blockIsSound(flash: Uint8Array, offset: number): boolean {
  const stored = u16(flash, offset + BLOCK_DATA);
  const crc = crc16(flash.subarray(offset, offset + BLOCK_DATA));
  return stored === ((crc >>> 8) | ((crc & 0xff) << 8));
}

/** Whether code that the Tuya key decrypts starts at `offset`. */
export function codeStartsAt(flash: Uint8Array, offset: number, head: readonly number[]): boolean {
  return holds(flash, offset + 2, head) && blockIsSound(flash, offset);
}

/** `length` bytes of the code's logical stream from `logical` on; blocks start at physical `start`. */
export function readLogical(flash: Uint8Array, start: number, logical: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => {
    const at = logical + index;
    return flash[start + Math.floor(at / BLOCK_DATA) * BLOCK + (at % BLOCK_DATA)] ?? 0xff;
  });
}
