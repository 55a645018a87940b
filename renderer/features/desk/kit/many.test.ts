import { expect, it } from 'vitest';

import { oneRow, openKeys, runMany, type Outcome } from './many.js';

const done = (keys: readonly string[]): Outcome[] => keys.map((key) => ({ key, error: null }));
const KEYS = ['a', 'b', 'c', 'd', 'e'];
const base = { keys: KEYS, chunk: 2, signal: new AbortController().signal, onProgress: () => undefined };
const refusal = { code: 'LICENSE_STATE', data: {} } as const;
const lost = { code: 'PMS_UNREACHABLE', data: {} } as const;

it('goes through all, chunk by chunk, and says how far it is', async () => {
  const chunks: string[] = [];
  const told: number[] = [];
  const work = (keys: readonly string[]) => {
    chunks.push(keys.join(''));
    return Promise.resolve(done(keys));
  };
  const state = await runMany({ ...base, work, onProgress: (count) => told.push(count) });
  expect(chunks).toEqual(['ab', 'cd', 'e']);
  expect(told).toEqual([2, 4, 5]);
  expect(state).toEqual({ outcomes: done(KEYS), left: [], error: null });
  expect(openKeys(state)).toEqual([]);
});

it('a refused row is told of and the others go on', async () => {
  const work = (keys: readonly string[]) =>
    Promise.resolve(keys.map((key) => ({ key, error: key === 'b' ? refusal : null })));
  const state = await runMany({ ...base, work });
  expect(state.outcomes).toHaveLength(5);
  expect(openKeys(state)).toEqual(['b']);
});

it('an error of the whole leaves its chunk and all after it undone, as far as anybody knows', async () => {
  const work = (keys: readonly string[]) => {
    // As it comes over the bridge.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    if (keys[0] === 'c') return Promise.reject(lost);
    return Promise.resolve(done(keys));
  };
  const state = await runMany({ ...base, work });
  expect(state).toEqual({ outcomes: done(['a', 'b']), left: ['c', 'd', 'e'], error: lost });
  expect(openKeys(state)).toEqual(['c', 'd', 'e']);
});

it('a stop lets the chunk that is under way come to its end', async () => {
  const stop = new AbortController();
  const work = (keys: readonly string[]) => {
    stop.abort();
    return Promise.resolve(done(keys));
  };
  const state = await runMany({ ...base, work, signal: stop.signal });
  expect(state).toEqual({ outcomes: done(['a', 'b']), left: ['c', 'd', 'e'], error: null });
});

it('of one row: its refusal is its outcome, a line that is lost is none', async () => {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  const failing = (error: object) => () => Promise.reject(error);
  expect(await oneRow('a', () => Promise.resolve())).toEqual({ key: 'a', error: null });
  expect(await oneRow('a', failing(refusal))).toEqual({ key: 'a', error: refusal });
  await expect(oneRow('a', failing(lost))).rejects.toEqual(lost);
});
