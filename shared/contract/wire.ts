import type { CallName, EventName } from './channels.js';

/**
 * Names only, without zod: what preload needs of the table, so that the page's bridge stays small. A test holds
 * these lists to CALLS and EVENTS.
 */
export const CALL_NAMES = [
  'app.info',
  'preferences.get',
  'preferences.set',
  'ports.list',
  'station.snapshot',
  'station.layout',
  'station.token',
  'station.mode',
  'station.slot',
  'station.run',
  'station.stop',
  'virtual.reset',
] as const satisfies readonly CallName[];

export const EVENT_NAMES = ['ports.changed', 'station.event'] as const satisfies readonly EventName[];

/** IPC channel of a call. */
export const callChannel = (name: CallName): string => `kiln:call:${name}`;
/** IPC channel of an event. */
export const eventChannel = (name: EventName): string => `kiln:event:${name}`;
