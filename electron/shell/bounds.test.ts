import fc from 'fast-check';
import { expect, it } from 'vitest';

import { fitBounds, MINIMUM_SIZE, type Rectangle } from './bounds.js';

const LEFT = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT = { x: 1920, y: 0, width: 1280, height: 1000 };

it('leaves bounds that fit as they are', () => {
  const bounds = { x: 100, y: 50, width: 1280, height: 800 };
  expect(fitBounds(bounds, [LEFT, RIGHT])).toEqual(bounds);
});

it('lets the system place a window that was never placed, or whose display is gone', () => {
  expect(fitBounds(null, [LEFT])).toBeNull();
  expect(fitBounds({ x: 5000, y: 0, width: 1280, height: 800 }, [LEFT, RIGHT])).toBeNull();
  expect(fitBounds({ x: 0, y: 0, width: 1280, height: 800 }, [])).toBeNull();
});

it('pulls a window back onto the display that holds most of it', () => {
  expect(fitBounds({ x: 1800, y: 700, width: 1280, height: 800 }, [LEFT, RIGHT])).toEqual({
    x: 1920,
    y: 200,
    width: 1280,
    height: 800,
  });
});

it('always ends up inside one display, no smaller than the least size where that fits', () => {
  const side = fc.integer({ min: 1, max: 5000 });
  const place = fc.integer({ min: -5000, max: 5000 });
  const rectangle = fc.record({ x: place, y: place, width: side, height: side });
  const inside = (inner: Rectangle, outer: Rectangle): boolean =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height;
  fc.assert(
    fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 3 }), (bounds, areas) => {
      const fitted = fitBounds(bounds, areas);
      if (fitted === null) return;
      const home = areas.find((area) => inside(fitted, area));
      expect(home).toBeDefined();
      expect(fitted.width >= Math.min(MINIMUM_SIZE.width, home?.width ?? 0)).toBe(true);
    }),
  );
});
