/** Head of every command: HCI command packet, vendor opcode 0xFCE0 (protocol §2.1). */
const COMMAND_HEAD = [0x01, 0xe0, 0xfc] as const;
/** Head of every reply: HCI event, command complete (protocol §2.3). */
const EVENT_HEAD = [0x04, 0x0e] as const;
/** In place of a length: a long frame follows (protocol §2.2, §2.4). */
const LONG = 0xff;
const FLASH = 0xf4;
/** Bytes of a reply before its payload counts: `04 0E T`, and for long ones up to the length's end. */
const SHORT_OVERHEAD = 3;
const LONG_OVERHEAD = 9;
/** T counts `01 E0 FC code`; the length of a long reply counts op and status. */
const MIN_T = 4;
const MIN_LONG = 2;
/** The longest reply there is: 4 KiB read (protocol §4). Whatever announces more is no frame, and is not waited for. */
const MAX_LONG = 0x1006;

/** A reply, taken apart. `code` / `op` say what it answers; long ones carry a status (protocol §5). */
export type Frame =
  | { readonly kind: 'short'; readonly code: number; readonly payload: Uint8Array }
  | { readonly kind: 'long'; readonly op: number; readonly status: number; readonly payload: Uint8Array };

/** Protocol §2.1: `01 E0 FC L code payload`, L = 1 + payload. */
export function shortRequest(code: number, payload: Uint8Array): Uint8Array {
  const length = 1 + payload.length;
  if (length >= LONG) throw new RangeError('payload too long for a short command');
  return Uint8Array.of(...COMMAND_HEAD, length, code, ...payload);
}

/** Protocol §2.2: `01 E0 FC FF F4 L:u16 op payload`, L = 1 + payload. */
export function longRequest(op: number, payload: Uint8Array): Uint8Array {
  const length = 1 + payload.length;
  const frame = new Uint8Array(7 + length);
  frame.set([...COMMAND_HEAD, LONG, FLASH, length & 0xff, length >> 8, op]);
  frame.set(payload, 8);
  return frame;
}

/** What the bytes at the start of a buffer are. `mismatch`: no reply starts here. */
export type Scan =
  | { readonly found: 'frame'; readonly frame: Frame; readonly size: number }
  | { readonly found: 'incomplete' }
  | { readonly found: 'mismatch' };

const INCOMPLETE: Scan = { found: 'incomplete' };
const MISMATCH: Scan = { found: 'mismatch' };

function agrees(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => offset + index >= bytes.length || bytes[offset + index] === byte);
}

function scanLong(bytes: Uint8Array): Scan {
  if (!agrees(bytes, 6, [FLASH])) return MISMATCH;
  const [low, high] = bytes.subarray(7, 9);
  if (low === undefined || high === undefined) return INCOMPLETE;
  const length = low | (high << 8);
  if (length < MIN_LONG || length > MAX_LONG) return MISMATCH;
  const size = LONG_OVERHEAD + length;
  const [op, status] = bytes.subarray(LONG_OVERHEAD, LONG_OVERHEAD + 2);
  if (op === undefined || status === undefined || bytes.length < size) return INCOMPLETE;
  return { found: 'frame', frame: { kind: 'long', op, status, payload: bytes.slice(11, size) }, size };
}

function scanShort(bytes: Uint8Array, t: number): Scan {
  if (t < MIN_T) return MISMATCH;
  const size = SHORT_OVERHEAD + t;
  const code = bytes[6];
  if (code === undefined || bytes.length < size) return INCOMPLETE;
  return { found: 'frame', frame: { kind: 'short', code, payload: bytes.slice(7, size) }, size };
}

/** Looks for one reply at the start of `bytes` (protocol §2.3, §2.4, §2.6); every byte that is there must agree. */
export function scanReply(bytes: Uint8Array): Scan {
  if (!agrees(bytes, 0, EVENT_HEAD) || !agrees(bytes, 3, COMMAND_HEAD)) return MISMATCH;
  const t = bytes[2];
  if (t === undefined) return INCOMPLETE;
  return t === LONG ? scanLong(bytes) : scanShort(bytes, t);
}
