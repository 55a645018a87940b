import fc from 'fast-check';
import { expect, test } from 'vitest';

import { TextStore } from './text-store.js';

const text = fc.string({ unit: fc.constantFrom('a', 'é', '码', '😀', '\n', ' '), maxLength: 12 });

test('gives back every text by its number, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 300 }),
      fc.array(fc.nat({ max: 320 }), { maxLength: 100 }),
      async (texts, order) => {
        const store = await TextStore.open();
        try {
          for (const one of texts) store.add(one);
          store.seal();
          expect(texts.map((_, index) => store.get(index))).toEqual(texts);
          expect(order.map((index) => store.get(index))).toEqual(order.map((index) => texts[index]));
        } finally {
          await store.close();
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('of more texts than are written or read at once, there and back', async () => {
  const texts = Array.from({ length: 50_000 }, (_, index) => `text ${index}`.padEnd(40, 'x'));
  const store = await TextStore.open();
  try {
    for (const one of texts) store.add(one);
    store.seal();
    const backwards = texts.map((_, index) => store.get(texts.length - 1 - index));
    expect(backwards.toReversed()).toEqual(texts);
    expect(texts.map((_, index) => store.get(index))).toEqual(texts);
    expect(store.get(texts.length)).toBeUndefined();
  } finally {
    await store.close();
  }
});
