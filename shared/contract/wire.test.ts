import { expect, it } from 'vitest';

import { CALLS, EVENTS } from './channels.js';
import { CALL_NAMES, callChannel, EVENT_NAMES, eventChannel } from './wire.js';

it('lists every call and every event of the table, and no other', () => {
  expect([...CALL_NAMES].sort()).toEqual(Object.keys(CALLS).sort());
  expect([...EVENT_NAMES].sort()).toEqual(Object.keys(EVENTS).sort());
});

it('gives each a channel of its own', () => {
  const channels = [...CALL_NAMES.map(callChannel), ...EVENT_NAMES.map(eventChannel)];
  expect(new Set(channels).size).toBe(channels.length);
});
