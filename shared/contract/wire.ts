import type { CallName, EventName } from './channels.js';
import { WRITER_CALL_NAMES, WRITER_EVENT_NAMES } from './names/writer.js';
import { INSPECT_CALL_NAMES, INSPECT_EVENT_NAMES } from './names/inspect.js';
import { DESK_CALL_NAMES, DESK_EVENT_NAMES } from './names/desk.js';
import { RECORDS_CALL_NAMES, RECORDS_EVENT_NAMES } from './names/records.js';
import { SETTINGS_CALL_NAMES, SETTINGS_EVENT_NAMES } from './names/settings.js';

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
  'station.order',
  'station.serials',
  'station.mode',
  'station.slot',
  'station.run',
  'station.policies',
  'station.answer',
  'station.remedy',
  'station.stop',
  'virtual.reset',
  ...WRITER_CALL_NAMES,
  ...INSPECT_CALL_NAMES,
  ...DESK_CALL_NAMES,
  ...RECORDS_CALL_NAMES,
  ...SETTINGS_CALL_NAMES,
] as const satisfies readonly CallName[];

export const EVENT_NAMES = [
  'ports.changed',
  'station.event',
  ...WRITER_EVENT_NAMES,
  ...INSPECT_EVENT_NAMES,
  ...DESK_EVENT_NAMES,
  ...RECORDS_EVENT_NAMES,
  ...SETTINGS_EVENT_NAMES,
] as const satisfies readonly EventName[];

/** IPC channel of a call. */
export const callChannel = (name: CallName): string => `kiln:call:${name}`;
/** IPC channel of an event. */
export const eventChannel = (name: EventName): string => `kiln:event:${name}`;
