import { expect, test } from 'vitest';

import { inLine } from './one-at-a-time.js';

test('one after the other on one name, whatever becomes of the one before; other names do not wait', async () => {
  const said: string[] = [];
  let release = (): void => undefined;
  const first = inLine('a', async () => {
    await new Promise<void>((resolve) => (release = resolve));
    said.push('first');
    throw new Error('no');
  });
  const second = inLine('a', () => Promise.resolve(said.push('second')));
  await inLine('b', () => Promise.resolve(said.push('other')));
  release();
  await expect(first).rejects.toThrow('no');
  await second;
  expect(said).toEqual(['other', 'first', 'second']);
});
