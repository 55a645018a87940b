import { expect, it, vi } from 'vitest';

import { CALLS } from '../../shared/contract/channels.js';
import { KilnError } from '../../shared/errors/kiln-error.js';
import { answerCall, type Answering, type Handlers } from './calls.js';

/** Every call refuses to be reached, except the ones a test gives. */
function answering(own: Partial<Handlers>, checkReplies = true): Answering {
  const closed = Object.fromEntries(
    Object.keys(CALLS).map((name) => [name, () => Promise.reject(new Error('not reached'))]),
  );
  return { handlers: { ...closed, ...own } as unknown as Handlers, checkReplies, onFault: vi.fn() };
}

const preferences = { theme: 'dark', language: 'en' } as const;

it('hands the parsed request to its handler and the reply back', async () => {
  const set = vi.fn(() => Promise.resolve(preferences));
  const given = answering({ 'preferences.set': set });
  expect(await answerCall('preferences.set', { theme: 'dark' }, given)).toEqual({
    ok: true,
    value: preferences,
  });
  expect(set).toHaveBeenCalledExactlyOnceWith({ theme: 'dark' });
});

it.each([
  ['preferences.set', { theme: 'dark', more: 1 }],
  ['preferences.get', 1],
  ['station.layout', { rows: 0, columns: 1 }],
  ['station.run', { slots: [] }],
  ['virtual.reset', { path: 'x'.repeat(513) }],
] as const)('refuses %s with %j before any handler runs', async (name, request) => {
  const given = answering({});
  expect(await answerCall(name, request, given)).toMatchObject({
    ok: false,
    error: { code: 'BAD_REQUEST', data: { channel: name } },
  });
  expect(given.onFault).not.toHaveBeenCalled();
});

it('passes a coded error on as code and data', async () => {
  const given = answering({
    'station.token': () => Promise.reject(new KilnError('TOKEN_UNKNOWN', { token: 'ABCD' })),
  });
  expect(await answerCall('station.token', { token: 'ABCD' }, given)).toEqual({
    ok: false,
    error: { code: 'TOKEN_UNKNOWN', data: { token: 'ABCD' } },
  });
  expect(given.onFault).not.toHaveBeenCalled();
});

it('tells of a fault of the program', async () => {
  const fault = new TypeError('x is not a function');
  const given = answering({ 'ports.list': () => Promise.reject(fault) });
  expect(await answerCall('ports.list', undefined, given)).toMatchObject({
    ok: false,
    error: { code: 'INTERNAL' },
  });
  expect(given.onFault).toHaveBeenCalledExactlyOnceWith('ports.list', fault);
});

it('finds a reply that is not what the contract says, where it checks', async () => {
  const wrong = { 'preferences.get': () => Promise.resolve({ theme: 'pink' } as never) };
  expect(await answerCall('preferences.get', undefined, answering(wrong))).toMatchObject({
    ok: false,
    error: { code: 'INTERNAL' },
  });
  expect(await answerCall('preferences.get', undefined, answering(wrong, false))).toEqual({
    ok: true,
    value: { theme: 'pink' },
  });
});
