import type { Faults } from './bench.js';

/** A frame of the host as a person reads a capture: short code, or flash operation (protocol §2). */
export function commandOf(bytes: Uint8Array): { readonly short?: number; readonly long?: number } {
  const head = bytes[0] === 0x01 && bytes[1] === 0xe0 && bytes[2] === 0xfc;
  if (!head) return {};
  if (bytes[3] === 0xff) return { long: bytes[7] ?? 0 };
  return { short: bytes[4] ?? 0 };
}

/** Commands whose every request is lost on the way. */
export function losing(what: { readonly short?: number; readonly long?: number }): Faults {
  return {
    toBoard: (bytes) => {
      const { short, long } = commandOf(bytes);
      const lost =
        (short !== undefined && short === what.short) || (long !== undefined && long === what.long);
      return lost ? null : bytes;
    },
  };
}

/** One bit of every written sector at `address` turns over on the way. */
export function spoiling(address: number): Faults {
  return {
    toBoard: (bytes) => {
      const hit = commandOf(bytes).long === 0x07 && Buffer.from(bytes).readUInt32LE(8) === address;
      return hit ? bytes.map((byte, index) => (index === 2000 ? byte ^ 0x10 : byte)) : bytes;
    },
  };
}

/** Of a short command only every fourth request arrives. */
export function everyFourth(short: number): Faults {
  let seen = -1;
  return {
    toBoard: (bytes) => {
      if (commandOf(bytes).short !== short) return bytes;
      seen += 1;
      return seen % 4 === 0 ? bytes : null;
    },
  };
}
