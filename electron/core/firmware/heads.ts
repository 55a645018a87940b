import type { ProtocolClass } from '../../../shared/domain/chip.js';

/**
 * First bytes of code partitions (protocol §12.1). Bytes 0..1 are the branch offset and differ from build to
 * build; bytes 2..7 are constant, because Tuya's key and the logical address scramble the same vector table.
 */
const BOOTLOADER = [0xb5, 0x96, 0x35, 0xff, 0x2a, 0x99];
const APP = [0xb5, 0x94, 0x35, 0xff, 0x2a, 0x9b];
const PLAIN = [0x00, 0xea, 0x14, 0xf0, 0x9f, 0xe5];

/** `plain`: not encrypted (or a zero key), where bootloader and application look alike. */
export type Head = 'bootloader' | 'app' | 'plain';

const matches = (image: Uint8Array, at: number, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => image[at + index] === byte);

/** The head at a physical offset, or null where there is none that Kiln knows. */
export function headAt(image: Uint8Array, at: number): Head | null {
  if (matches(image, at + 2, BOOTLOADER)) return 'bootloader';
  if (matches(image, at + 2, APP)) return 'app';
  return matches(image, at + 2, PLAIN) ? 'plain' : null;
}

/** Branch offsets of the bootloaders seen: N 1.0.1, T 1.0.5 and 1.0.6, T 1.0.4 (protocol §12.1). */
const CLASS_OF: Readonly<Record<string, ProtocolClass>> = { '690c': 'N', '4309': 'T', '7814': 'T' };

/** The class a bootloader at `at` was made for, or null where it is none of those seen. */
export function bootloaderClass(image: Uint8Array, at = 0): ProtocolClass | null {
  if (headAt(image, at) !== 'bootloader') return null;
  return CLASS_OF[Buffer.from(image.subarray(at, at + 2)).toString('hex')] ?? null;
}
