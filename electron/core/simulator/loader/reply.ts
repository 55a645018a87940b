import { le16 } from '../codec/bytes.js';

/** Short reply (protocol §2.3): `04 0E T 01 E0 FC code payload`, T = 4 + payload length. */
export function shortReply(code: number, payload: ArrayLike<number>): Uint8Array {
  return Uint8Array.from([0x04, 0x0e, 4 + payload.length, 0x01, 0xe0, 0xfc, code, ...Array.from(payload)]);
}

/** What a long reply says besides its payload. */
export interface LongStatus {
  /** Flash operation, echoed. */
  readonly op: number;
  /** Protocol §5. */
  readonly status: number;
}

/** Long reply (protocol §2.4): `04 0E FF 01 E0 FC F4 L L op status payload`, L = 2 + payload length. */
export function longReply({ op, status }: LongStatus, payload: Uint8Array): Uint8Array {
  const head = [0x04, 0x0e, 0xff, 0x01, 0xe0, 0xfc, 0xf4, ...le16(2 + payload.length), op, status];
  const reply = new Uint8Array(head.length + payload.length);
  reply.set(head, 0);
  reply.set(payload, head.length);
  return reply;
}

/** Status bytes (protocol §5). */
export const STATUS = { ok: 0, busy: 1, length: 4, short: 5, parameter: 6, unknown: 7 } as const;
