import { z } from 'zod';

import { AppInfo, Preferences } from './app.js';
import { CodedErrorShape } from './errors.js';
import { PortInfo } from './ports.js';
import { StationPolicies } from './policies.js';
import { ModeShape } from './records.js';
import {
  Layout,
  SlotAnswer,
  SlotRemedy,
  SlotSelection,
  SlotSettings,
  StationEvent,
  StationSnapshot,
} from './station.js';
import { TokenInfo } from './tokens.js';
import { WRITER_CALLS, WRITER_EVENTS } from './writer.js';
import { INSPECT_CALLS, INSPECT_EVENTS } from './inspect.js';
import { DESK_CALLS, DESK_EVENTS, type ChosenFile } from './desk.js';
import { RECORDS_CALLS, RECORDS_EVENTS } from './records-view.js';
import { SETTINGS_CALLS, SETTINGS_EVENTS } from './settings.js';

const nothing = z.undefined();

/**
 * The closed set of calls from the view to the core: channel -> shapes of request and reply. Both ends are made
 * from this table; a channel that is not here does not exist. A call takes one argument (or none).
 */
export const CALLS = {
  'app.info': { request: nothing, reply: AppInfo },
  'preferences.get': { request: nothing, reply: Preferences },
  'preferences.set': { request: Preferences.partial().strict(), reply: Preferences },
  'ports.list': { request: nothing, reply: z.array(PortInfo) },
  'station.snapshot': { request: nothing, reply: StationSnapshot },
  'station.layout': { request: Layout.strict(), reply: nothing },
  'station.token': { request: z.object({ token: z.string().max(200) }).strict(), reply: TokenInfo },
  /** Works on a work order, as a station of its line (null: the one it was before, else the first). @throws DESK_UNKNOWN, WORK_ORDER_CLOSED, TOKEN_*, POOL_EMPTY */
  'station.order': {
    request: z.object({ code: z.string().max(100), station: z.string().max(32).nullable() }).strict(),
    reply: nothing,
  },
  /** Whether every board of the work order is asked for its serial number. @throws SLOT_RUNNING */
  'station.serials': { request: z.object({ serials: z.boolean() }).strict(), reply: nothing },
  'station.mode': { request: z.object({ mode: ModeShape }).strict(), reply: nothing },
  'station.slot': { request: SlotSettings.strict(), reply: nothing },
  /** `held`: the operator held the button, which a workstation that destroys asks for. */
  'station.run': {
    request: z.object({ slots: SlotSelection, held: z.boolean().optional() }).strict(),
    reply: nothing,
  },
  'station.policies': { request: StationPolicies, reply: nothing },
  /** Answers the question of a slot. */
  'station.answer': { request: SlotAnswer.strict(), reply: nothing },
  /** Does the remedy of a slot's failure (shared/errors/remedies). @throws REMEDY_NOT_HERE and what the action throws */
  'station.remedy': { request: SlotRemedy.strict(), reply: nothing },
  'station.stop': { request: z.object({ slots: SlotSelection }).strict(), reply: nothing },
  /** Presses the reset button of a virtual board. */
  'virtual.reset': { request: z.object({ path: z.string().max(512) }).strict(), reply: nothing },
  ...WRITER_CALLS,
  ...INSPECT_CALLS,
  ...DESK_CALLS,
  ...RECORDS_CALLS,
  ...SETTINGS_CALLS,
} as const satisfies Record<string, { request: z.ZodType; reply: z.ZodType }>;

/** The closed set of events from the core to the view. */
export const EVENTS = {
  'ports.changed': z.array(PortInfo),
  'station.event': StationEvent,
  ...WRITER_EVENTS,
  ...INSPECT_EVENTS,
  ...DESK_EVENTS,
  ...RECORDS_EVENTS,
  ...SETTINGS_EVENTS,
} as const satisfies Record<string, z.ZodType>;

export type CallName = keyof typeof CALLS;
export type CallRequest<C extends CallName> = z.infer<(typeof CALLS)[C]['request']>;
export type CallReply<C extends CallName> = z.infer<(typeof CALLS)[C]['reply']>;
export type EventName = keyof typeof EVENTS;
export type EventPayload<E extends EventName> = z.infer<(typeof EVENTS)[E]>;

/** Errors do not survive IPC as errors: every reply is one of these two. */
export const Envelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: CodedErrorShape }),
]);
export type Envelope = z.infer<typeof Envelope>;

/**
 * The one bridge that preload puts on `window.kiln`, frozen. `call` rejects with a KilnError-shaped object
 * `{code, data}`; `on` returns its unsubscriber.
 */
export interface Bridge {
  call<C extends CallName>(
    channel: C,
    ...request: CallRequest<C> extends undefined ? [] : [CallRequest<C>]
  ): Promise<CallReply<C>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  /**
   * Opens a file that was dropped on the page in the Writer. Takes the DOM's own File: where it lies on the disk is
   * between Electron and the core. Rejects as `call` does.
   */
  drop(file: object): Promise<void>;
  /** Takes a file that was dropped on the Desk, in the same way. */
  take(file: object): Promise<ChosenFile>;
}
