/** Reflected polynomial of the wire's CRC (protocol §6). */
const POLYNOMIAL = 0xedb88320;
const INIT = 0xffffffff;

/** A linear map on the CRC register: what each of its 32 bits becomes. */
type Operator = Uint32Array;

function apply(operator: Operator, register: number): number {
  let result = 0;
  for (let bit = 0, rest = register >>> 0; rest !== 0; bit += 1, rest >>>= 1) {
    if (rest & 1) result ^= operator[bit] ?? 0;
  }
  return result >>> 0;
}

function oneZeroBit(): Operator {
  return Uint32Array.from({ length: 32 }, (_, bit) => (bit === 0 ? POLYNOMIAL : 2 ** (bit - 1)));
}

function squared(operator: Operator): Operator {
  return operator.map((column) => apply(operator, column));
}

/** ZERO_BYTES[k] runs the register over 2^k bytes of zero. */
const ZERO_BYTES: Operator[] = [squared(squared(squared(oneZeroBit())))];

function overZeros(register: number, bytes: number): number {
  let result = register >>> 0;
  for (let power = 0, rest = bytes; rest > 0; power += 1, rest = Math.floor(rest / 2)) {
    const operator = (ZERO_BYTES[power] ??= squared(ZERO_BYTES[power - 1] ?? oneZeroBit()));
    if (rest % 2 === 1) result = apply(operator, result);
  }
  return result;
}

/** CRC of two ranges one after the other, from theirs, wire form. @param rightBytes length of the second */
export function joinCrc(left: number, right: number, rightBytes: number): number {
  return (right ^ overZeros(left ^ INIT, rightBytes)) >>> 0;
}

/** CRC of the second of two ranges, from that of both and of the first: the chip need not be asked for it. */
export function restCrc(whole: number, left: number, rightBytes: number): number {
  return joinCrc(left, whole, rightBytes);
}
