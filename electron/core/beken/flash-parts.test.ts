import { describe, expect, it } from 'vitest';

import table from '../../../resources/flash-parts.json' with { type: 'json' };

import { flashPart, isNoFlash, type FlashId } from './flash-parts.js';

describe('flashPart', () => {
  it('knows the part on most Tuya modules (protocol §8)', () => {
    expect(flashPart([0xeb, 0x60, 0x15])).toEqual({
      name: 'TH25Q16HB',
      bytes: 0x200000,
      statusBytes: 2,
      protectMask: 0x407c,
      readCommands: [0x05, 0x35],
      writeCommands: [0x01],
    });
  });

  it('knows a one-byte part and a MXIC with its configuration register', () => {
    expect(flashPart([0x1c, 0x70, 0x15])).toMatchObject({
      statusBytes: 1,
      protectMask: 0x3c,
      readCommands: [5],
    });
    expect(flashPart([0xc2, 0x23, 0x15])).toMatchObject({ protectMask: 0x103c, readCommands: [5, 0x15] });
  });

  it('falls back to the generic part, size by the capacity byte (protocol §7.2)', () => {
    expect(flashPart([0x12, 0x34, 0x15])).toMatchObject({ name: null, bytes: 0x200000, protectMask: 0x407c });
    expect(flashPart([0x12, 0x34, 0xff])).toMatchObject({ name: null, bytes: 0 });
  });

  it('tells a bus that nobody drives', () => {
    expect(isNoFlash([0, 0, 0])).toBe(true);
    expect(isNoFlash([255, 255, 255])).toBe(true);
    expect(isNoFlash([0xeb, 0x60, 0x15])).toBe(false);
  });
});

describe('flash-parts.json', () => {
  it('has whole rows, each id once', () => {
    expect(new Set(table.parts.map(([id]) => id)).size).toBe(table.parts.length);
    for (const row of table.parts) expect(row).toHaveLength(table.columns.length);
  });

  it.each(table.parts.map((row) => String(row[0])))('%s is consistent', (text) => {
    const id = text.split(' ').map((byte) => Number.parseInt(byte, 16));
    expect(id).toHaveLength(3);
    const part = flashPart(id as unknown as FlashId);
    expect(part.name).not.toBeNull();
    expect(part.protectMask).toBeLessThanOrEqual(0xffff);
    for (const command of part.readCommands) expect([0x05, 0x15, 0x35]).toContain(command);
    for (const command of part.writeCommands) expect([0x01, 0x11, 0x31]).toContain(command);
    // A mask over the second register is of use only where that register can be read.
    if (part.protectMask > 0xff && part.readCommands.length < 2)
      expect(['GD25WD80E', 'GD25LX256E']).toContain(part.name);
  });
});
