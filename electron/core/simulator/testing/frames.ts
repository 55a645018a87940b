/** Requests as a host writes them, for tests of the device side (protocol §2, §4). */
const le = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (value >>> (8 * index)) & 0xff);

export const LINK = Uint8Array.of(1, 0xe0, 0xfc, 1, 0);

export const short = (code: number, ...payload: number[]): Uint8Array =>
  Uint8Array.of(1, 0xe0, 0xfc, 1 + payload.length, code, ...payload);

export const long = (op: number, payload: ArrayLike<number>): Uint8Array =>
  Uint8Array.from([1, 0xe0, 0xfc, 0xff, 0xf4, ...le(1 + payload.length, 2), op, ...Array.from(payload)]);

export const setBaud = (rate: number, delay: number): Uint8Array => short(0x0f, ...le(rate, 4), delay);
export const crc = (start: number, end: number): Uint8Array => short(0x10, ...le(start, 4), ...le(end, 4));
export const erase = (opcode: number, address: number): Uint8Array => long(0x0f, [opcode, ...le(address, 4)]);
export const write4k = (address: number, data: Uint8Array): Uint8Array =>
  long(0x07, [...le(address, 4), ...data]);
export const write = (address: number, data: ArrayLike<number>): Uint8Array =>
  long(0x06, [...le(address, 4), ...Array.from(data)]);
export const read4k = (address: number): Uint8Array => long(0x09, le(address, 4));
export const readReg = (address: number): Uint8Array => short(0x03, ...le(address, 4));
export const writeReg = (address: number, value: number): Uint8Array =>
  short(0x01, ...le(address, 4), ...le(value, 4));
