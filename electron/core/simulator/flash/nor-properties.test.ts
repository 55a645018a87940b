import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { NorFlash } from './nor.js';
import { TH25Q16HB } from './part.js';

/** A small part, so that a model of every cell is cheap. */
const SMALL = { ...TH25Q16HB, name: 'small', size: 0x4000 };
const small = (status = 0): NorFlash => new NorFlash(SMALL, new Uint8Array(SMALL.size).fill(0xff), status);

describe('the part of most modules (protocol §8)', () => {
  it('is 1560EB: 2 MiB by its capacity byte, two status bytes, mask 407C, protect value 001C', () => {
    const { jedec, size, statusBytes, protectMask, protectValue } = TH25Q16HB;
    expect(
      [...jedec]
        .reverse()
        .map((byte) => byte.toString(16))
        .join(''),
    ).toBe('1560eb');
    expect(size).toBe(1 << jedec[2]);
    expect([statusBytes, protectMask, protectValue]).toEqual([2, 0x407c, 0x001c]);
  });
});

describe('a NOR die is a model of its cells', () => {
  const address = fc.integer({ min: 0, max: 3 * SMALL.size });
  const step = fc.oneof(
    fc.record({ program: fc.uint8Array({ minLength: 1, maxLength: 256 }), address }),
    fc.record({ erase: fc.constantFrom(0x1000, 0x2000), address }),
  );

  it('whatever is programmed and erased: bits fall alone and rise by block', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const nor = small();
        const model = new Uint8Array(SMALL.size).fill(0xff);
        for (const one of steps) {
          const at = one.address % SMALL.size;
          if ('erase' in one) {
            expect(nor.erase(one.address, one.erase)).toBe(true);
            model.fill(0xff, at - (at % one.erase), at - (at % one.erase) + one.erase);
          } else {
            nor.program(one.address, one.program);
            one.program.forEach((byte, index) => {
              const cell = (at & ~0xff) | ((at + index) & 0xff);
              model[cell] = (model[cell] ?? 0) & byte;
            });
          }
        }
        expect(Buffer.compare(nor.cells, model)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('reads like a ring', () => {
    const nor = small();
    nor.cells.set(Uint8Array.from({ length: SMALL.size }, (_, at) => at ^ (at >> 8)));
    fc.assert(
      fc.property(address, fc.nat(600), (at, length) => {
        const expected = Array.from({ length }, (_, index) => nor.cells[(at + index) % SMALL.size]);
        expect([...nor.read(at, length)]).toEqual(expected);
      }),
    );
  });

  it('hands out copies, and copies what it was given', () => {
    const content = new Uint8Array(SMALL.size);
    const nor = new NorFlash(SMALL, content, 0);
    content.fill(7);
    nor.read(0, 4).fill(9);
    expect([...nor.read(0, 2)]).toEqual([0, 0]);
  });

  it('is protected by exactly the bits of its mask', () => {
    for (let bit = 0; bit < 16; bit++) {
      const writable = (SMALL.writableMask >> bit) & 1;
      expect(small(1 << bit).isProtected).toBe(((SMALL.protectMask >> bit) & writable) === 1);
    }
  });

  it('keeps its status register through everything but WRSR', () => {
    const nor = small(0x421c);
    nor.eraseChip();
    nor.program(0, Uint8Array.of(0));
    expect(nor.status).toBe(0x421c);
    nor.writeStatus(0);
    expect(nor.eraseChip()).toBe(true);
    expect(nor.status).toBe(0);
  });
});
