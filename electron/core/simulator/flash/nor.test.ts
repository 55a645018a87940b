import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { NorFlash } from './nor.js';
import { TH25Q16HB } from './part.js';

const open = (status = 0): NorFlash => new NorFlash(TH25Q16HB, new Uint8Array(0x200000).fill(0xff), status);

describe('the NOR die', () => {
  it('only clears bits when it programs', () => {
    const nor = open();
    nor.program(0x1000, Uint8Array.of(0xf0));
    nor.program(0x1000, Uint8Array.of(0x3c));
    expect(nor.read(0x1000, 2)).toEqual(Uint8Array.of(0x30, 0xff));
  });

  it('wraps inside a page', () => {
    const nor = open();
    nor.program(0x10fe, Uint8Array.of(1, 2, 3, 4));
    expect(nor.read(0x10fe, 4)).toEqual(Uint8Array.of(1, 2, 0xff, 0xff));
    expect(nor.read(0x1000, 2)).toEqual(Uint8Array.of(3, 4));
  });

  it('erases the whole block an address lies in', () => {
    const nor = open();
    for (const at of [0xffff, 0x10000, 0x10fff, 0x11000]) nor.program(at, Uint8Array.of(0));
    expect(nor.erase(0x10abc, 0x1000)).toBe(true);
    expect([0xffff, 0x10000, 0x10fff, 0x11000].map((at) => nor.read(at, 1)[0])).toEqual([0, 0xff, 0xff, 0]);
    nor.erase(0x1ffff, 0x10000);
    expect(nor.read(0x11000, 1)[0]).toBe(0xff);
  });

  it('aliases above its size, and reads across the end', () => {
    const nor = open();
    nor.program(0x200000 + 0x11000, Uint8Array.of(0x42));
    expect(nor.read(0x11000, 1)[0]).toBe(0x42);
    nor.program(0, Uint8Array.of(0x24));
    expect(nor.read(0x1fffff, 2)).toEqual(Uint8Array.of(0xff, 0x24));
  });

  it('does nothing while any BP or CMP bit stands, and says nothing', () => {
    for (const status of [0x0004, 0x001c, 0x0040, 0x007c, 0x4000, 0x401c]) {
      const nor = open(status);
      expect(nor.isProtected).toBe(true);
      nor.program(0x1000, Uint8Array.of(0));
      expect(nor.erase(0x1000, 0x1000)).toBe(false);
      expect(nor.eraseChip()).toBe(false);
      expect(nor.read(0x1000, 1)[0]).toBe(0xff);
    }
    expect(open(0x0200).isProtected).toBe(false);
  });

  it('keeps what WRSR may change only, and nothing once it is locked', () => {
    const nor = open();
    nor.writeStatus(0xffff);
    expect(nor.status).toBe(0x43fc);
    nor.statusLocked = true;
    nor.writeStatus(0);
    expect(nor.status).toBe(0x43fc);
  });

  it('refuses contents of another size', () => {
    expect(() => new NorFlash(TH25Q16HB, new Uint8Array(5), 0)).toThrow(RangeError);
  });

  it('is the AND of everything programmed since the erase', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 5 }), (writes) => {
        const nor = open();
        for (const data of writes) nor.program(0x2000, data);
        const expected = Array.from({ length: 16 }, (_, at) =>
          writes.reduce((all, data) => all & (data[at] ?? 0), 0xff),
        );
        expect([...nor.read(0x2000, 16)]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
