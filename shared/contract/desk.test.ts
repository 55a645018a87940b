import { expect, it } from 'vitest';

import { DESK_CALLS, deskPerform } from './desk.js';

it('asks an operation by its name and takes the reply of that name', async () => {
  const asked: unknown[] = [];
  const perform = deskPerform((channel, request) => {
    asked.push([channel, request]);
    return Promise.resolve({ items: [] });
  });
  expect((await perform('order.list', { limit: 5 })).items).toEqual([]);
  expect(asked).toEqual([['desk.perform', { operation: 'order.list', request: { limit: 5 } }]]);
});

it('lets no other operation, and no stream the wrong way round, through', () => {
  const ask = (operation: string) =>
    DESK_CALLS['desk.perform'].request.safeParse({ operation, request: {} }).success;
  expect([ask('order.list'), ask('pool.import'), ask('toString'), ask('')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  const up = (stream: string) =>
    DESK_CALLS['desk.upload'].request.safeParse({ stream, request: {}, file: 'x' }).success;
  expect([up('pool.import'), up('pool.export'), up('hasOwnProperty')]).toEqual([true, false, false]);
});
