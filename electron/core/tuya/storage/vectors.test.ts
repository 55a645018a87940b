import { createCipheriv } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { decodeStorage } from './decode.js';
import { editStorage } from './edit.js';
import { encodeStorage } from './encode.js';
import { imageSource } from './flash-source.js';
import { layoutOf } from './layout.js';
import { decodeProtectedSector, encodeProtectedSector } from './protected-sector.js';

/**
 * Sectors made by hand from the page (authorization §5), byte by byte and with nothing of this room: literal offsets, literal sums,
 * an own cipher. What the code under test makes of them, and makes itself, must agree to the last byte.
 */
const MASTER = Buffer.from('qwertyuiopasdfgh');
/** 01 02 … 10: its sum is 0x88. */
const INNER = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex');
/** '8710'[i & 3] + 'HHRRQbyemofrtytf'[i] + inner[i], mod 256, worked out by hand. */
const DATA = Buffer.from('818186868e9fb19daeb0a2aeb9beb4a6', 'hex');

function aes(key: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

const sumOf = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum + byte, 0);

/** A sector of FF with hex put at offsets. */
function sector(parts: Readonly<Record<number, string>>): Buffer {
  const plain = Buffer.alloc(4096, 0xff);
  for (const [at, hex] of Object.entries(parts))
    plain.set(Buffer.from(hex.replace(/ /g, ''), 'hex'), Number(at));
  return plain;
}

function withSum(plain: Buffer): Buffer {
  plain.writeUInt32LE(sumOf(plain.subarray(8)), 4);
  return plain;
}

const KEY_SECTOR = aes(
  MASTER,
  // magic 0x13579753, sum of the 16 key bytes alone, the key, FF.
  sector({ 0: '53 97 57 13', 4: '88 00 00 00', 8: '01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10' }),
);

/** `{"a":1}` is 7 bytes: 7b 22 61 22 3a 31 7d, sum 0x208. Key `ab`, index on page 1, value on page 2: map 02 00 00 00. */
function block(magic: string, id: string, counter: string): Buffer {
  return aes(
    DATA,
    withSum(
      sector({
        0: `${magic} 00 00 00 00`,
        8: `${id} ${counter} 04 02 00 00 00`,
        // sum, length, block, page, one part, pointer, name length 3, "ab\0", part {block, 2, 2}
        128: `08 02 00 00 07 00 00 00 ${id} 01 01 00 80 00 42 00 03 61 62 00 ${id} 02 02`,
        256: '7b 22 61 22 3a 31 7d',
      }),
    ),
  );
}

/** A block without anything: map 00 00 00 00. */
function emptyBlock(magic: string, id: string): Buffer {
  return aes(DATA, withSum(sector({ 0: `${magic} 00 00 00 00`, 8: `${id} 00 00 00 00 04 00 00 00 00` })));
}

const OLD = '34 12 76 98';
const NEW = 'ab 26 57 13';
const id = (value: number): string => `${value.toString(16).padStart(2, '0')} 00`;

/** A whole storage with one key in block 0. */
function flash(magic: string, blocks: number): Buffer {
  const image = Buffer.alloc(0x200000, 0xff);
  image.set(KEY_SECTOR, 0x1ee000);
  image.set(block(magic, id(0), '00 00 00 00'), 0x1ef000);
  for (let nth = 1; nth < blocks; nth += 1) image.set(emptyBlock(magic, id(nth)), 0x1ef000 + nth * 0x1000);
  return image;
}

const VALUE = Uint8Array.from(Buffer.from('{"a":1}'));

it('the data key of the page, worked out by hand', () => {
  const text = [...'8710'].map((letter) => letter.charCodeAt(0));
  const second = [...'HHRRQbyemofrtytf'].map((letter) => letter.charCodeAt(0));
  expect([...DATA]).toEqual(second.map((byte, at) => (byte + (text[at & 3] ?? 0) + at + 1) & 0xff));
});

describe.each([
  ['old', OLD, 14, 3],
  ['new', NEW, 16, 1],
] as const)('the %s format by hand', (format, magic, blocks, swap) => {
  it('is read', () => {
    const found = decodeStorage(imageSource(flash(magic, blocks)));
    expect(found.key).toMatchObject({ address: 0x1ee000, whole: true, inner: new Uint8Array(INNER) });
    expect(found.layout).toEqual({ format, keySector: 0x1ee000, start: 0x1ef000, end: 0x200000, blocks });
    expect(found.entries).toEqual([{ key: 'ab', length: 7, block: 0, counter: 0, value: VALUE }]);
    expect(found.damaged).toEqual([]);
    expect(found.sectors.map(({ health }) => health)).toEqual([
      ...Array<string>(blocks).fill('sound'),
      ...Array<string>(swap).fill('empty'),
    ]);
  });

  it('is what the encoder makes, to the last byte', () => {
    const { start, image } = encodeStorage(layoutOf(0x1ee000, format), INNER, [{ key: 'ab', value: VALUE }]);
    expect(start).toBe(0x1ee000);
    expect(Buffer.compare(image, flash(magic, blocks).subarray(0x1ee000))).toBe(0);
  });

  it('that swapped is read by its higher counter, wherever the older copy stands', () => {
    const image = flash(magic, blocks);
    // The newer one in the very last sector of the flash (authorization §0.1.7), with another value: `{"a":2}`, sum 0x209.
    const newer = withSum(
      sector({
        0: `${magic} 00 00 00 00`,
        8: '00 00 05 00 00 00 04 02 00 00 00',
        128: '09 02 00 00 07 00 00 00 00 00 01 01 00 80 00 42 00 03 61 62 00 00 00 02 02',
        256: '7b 22 61 22 3a 32 7d',
      }),
    );
    image.set(aes(DATA, newer), 0x1ff000);
    const found = decodeStorage(imageSource(image));
    expect(found.entries).toMatchObject([{ key: 'ab', counter: 5 }]);
    expect(Buffer.from(found.entries[0]?.value ?? []).toString()).toBe('{"a":2}');
    const states = new Map(found.sectors.map((state) => [state.address, state.health]));
    expect([states.get(0x1ef000), states.get(0x1ff000)]).toEqual(['stale', 'sound']);
  });

  it('loses its key in place: one sector, map 00 00 00 00, counter 1', () => {
    const [write, ...more] = editStorage(decodeStorage(imageSource(flash(magic, blocks))), 'ab', null);
    expect(more).toEqual([]);
    expect(write?.address).toBe(0x1ef000 + blocks * 0x1000);
    const plain = withSum(
      sector({
        0: `${magic} 00 00 00 00`,
        8: '00 00 01 00 00 00 04 00 00 00 00',
        128: '08 02 00 00 07 00 00 00 00 00 01 01 00 80 00 42 00 03 61 62 00 00 00 02 02',
        256: '7b 22 61 22 3a 31 7d',
      }),
    );
    expect(Buffer.compare(write?.sector ?? new Uint8Array(0), aes(DATA, plain))).toBe(0);
  });
});

it('a value over two blocks and three parts is put together', () => {
  const image = flash(OLD, 14);
  // 130 + 3 bytes: page 3 whole, page 5 whole would be 256; here part 1 is page 3 of block 0 (128 bytes of 0x01), part 2 page 31
  // of block 0 (128 of 0x02), part 3 page 1 of block 1 (4 of 0x03): 260 bytes, sum 128 + 256 + 12 = 0x18c.
  const first = withSum(
    sector({
      0: `${OLD} 00 00 00 00`,
      8: '00 00 01 00 00 00 04 02 00 00 00',
      128: '8c 01 00 00 04 01 00 00 00 00 01 03 00 80 00 42 00 03 61 62 00 00 00 03 03 00 00 1f 1f 01 00 01 01',
      [3 * 128]: '01'.repeat(128),
      [31 * 128]: '02'.repeat(128),
    }),
  );
  const second = withSum(
    sector({ 0: `${OLD} 00 00 00 00`, 8: '01 00 00 00 00 00 04 00 00 00 00', 128: '03'.repeat(4) }),
  );
  image.set(aes(DATA, first), 0x1ef000);
  image.set(aes(DATA, second), 0x1f0000);
  const [entry] = decodeStorage(imageSource(image)).entries;
  expect([...(entry?.value ?? [])]).toEqual([
    ...Array<number>(128).fill(1),
    ...Array<number>(128).fill(2),
    3,
    3,
    3,
    3,
  ]);
});

it('Q: key sector at 0x1EB000, 16 + 4 sectors', () => {
  const image = Buffer.alloc(0x200000, 0xff);
  image.set(KEY_SECTOR, 0x1eb000);
  image.set(block(OLD, id(0), '00 00 00 00'), 0x1ec000);
  image.set(emptyBlock(OLD, id(15)), 0x1ff000);
  const found = decodeStorage(imageSource(image));
  expect(found.layout).toMatchObject({ keySector: 0x1eb000, start: 0x1ec000, end: 0x200000, blocks: 16 });
  expect(found.sectors).toHaveLength(20);
  expect(found.entries).toHaveLength(1);
  expect(found.blocks.get(15)?.address).toBe(0x1ff000);
});

describe('a protected sector by hand', () => {
  // Record: length 7, name of 32 bytes, value; 43 bytes in all. Write counter 16.
  const records = Buffer.alloc(4096 - 32, 0xff);
  records.set(Buffer.from(`07000000${'6162'.padEnd(64, '0')}7b2261223a317d`, 'hex'));
  const outer = sector({ 0: '53 97 57 13', 24: '2b 00 00 00', 28: '10 00 00 00' });
  outer.set(INNER, 8);
  outer.set(aes(DATA, records), 32);
  const sealed = aes(MASTER, withSum(outer));
  const content = {
    inner: new Uint8Array(INNER),
    writeCounter: 16,
    records: [{ key: 'ab', value: VALUE }],
  };

  it('is read and made', () => {
    expect(decodeProtectedSector(sealed)).toEqual(content);
    expect(Buffer.compare(encodeProtectedSector(content), sealed)).toBe(0);
  });

  it('is told from a key sector by its sum, both ways', () => {
    const image = Buffer.alloc(0x200000, 0xff);
    image.set(sealed, 0x1ed000);
    image.set(sealed, 0x1cf000);
    expect(decodeStorage(imageSource(image)).key).toBeNull();
    image.set(KEY_SECTOR, 0x1ee000);
    const found = decodeStorage(imageSource(image));
    expect(found.key?.address).toBe(0x1ee000);
    expect(found.copies.map(({ health, writeCounter, sameKey }) => [health, writeCounter, sameKey])).toEqual([
      ['sound', 16, true],
      ['sound', 16, true],
    ]);
    expect(decodeProtectedSector(KEY_SECTOR)).toBeNull();
  });
});
