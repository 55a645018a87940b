import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { boxOf, placeLabels, scaleOf, ticksOf, type Label } from './map-layout.js';

const SECTOR = 0x1000;

describe('scale', () => {
  it('goes both ways by whole sectors, inside the flash', () => {
    const scale = scaleOf(0x200000, 512);
    expect(scale.y(0x100000)).toBe(256);
    expect(scale.sectorAt(256)).toBe(0x100000);
    expect(scale.sectorAt(-5)).toBe(0);
    expect(scale.sectorAt(9999)).toBe(0x1ff000);
  });

  it('gives even one sector 3 px, inside the bar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 100, max: 1200 }), (sector, height) => {
        const box = boxOf(scaleOf(0x200000, height), sector * SECTOR, (sector + 1) * SECTOR);
        expect(box.height).toBeGreaterThanOrEqual(3);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.top + box.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it('marks eight even steps', () => {
    expect(ticksOf(0x200000).slice(0, 3)).toEqual([0, 0x40000, 0x80000]);
    expect(ticksOf(0x200000).at(-1)).toBe(0x200000);
  });
});

describe('labels', () => {
  const labels = fc.array(
    fc.record({ anchor: fc.integer({ min: 0, max: 520 }), height: fc.constantFrom(26, 44, 62) }),
    { maxLength: 9 },
  );
  const named = (list: readonly Omit<Label, 'id'>[]): Label[] =>
    list.map((label, index) => ({ ...label, id: String(index) }));

  it('never overlap, keep the order of their anchors, and stay in the room where they fit', () => {
    fc.assert(
      fc.property(labels, (list) => {
        const all = named(list);
        const tops = placeLabels(all, 528);
        const placed = all.map((label) => ({ ...label, top: tops.get(label.id) ?? Number.NaN }));
        placed.sort((a, b) => a.top - b.top);
        for (const [index, label] of placed.entries()) {
          const before = placed[index - 1];
          expect(label.top).toBeGreaterThanOrEqual(before ? before.top + before.height : 0);
          expect(label.anchor).toBeGreaterThanOrEqual(before?.anchor ?? 0);
        }
        const sum = all.reduce((total, { height }) => total + height, 0);
        const last = placed.at(-1);
        if (last && sum <= 528) expect(last.top + last.height).toBeLessThanOrEqual(528);
      }),
    );
  });

  it('stand at their anchors where there is room', () => {
    const tops = placeLabels(
      named([
        { anchor: 100, height: 44 },
        { anchor: 300, height: 44 },
      ]),
      528,
    );
    expect([...tops.values()]).toEqual([91, 291]);
  });
});
