import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import type { Bridge, CallName, Envelope, EventName } from '../shared/contract/channels.js';
import { CALL_NAMES, callChannel, EVENT_NAMES, eventChannel } from '../shared/contract/wire.js';

// A page that asks for anything but these names gets no further than this file.
const calls: ReadonlySet<string> = new Set(CALL_NAMES);
const events: ReadonlySet<string> = new Set(EVENT_NAMES);

function badRequest(channel: unknown): Extract<Envelope, { ok: false }>['error'] {
  return { code: 'BAD_REQUEST', data: { channel: String(channel) } };
}

async function call(name: CallName, request?: unknown): Promise<unknown> {
  // A plain object, not an Error: errors lose their own properties on the way into the page.
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (!calls.has(name)) throw badRequest(name);
  const envelope = (await ipcRenderer.invoke(callChannel(name), request)) as Envelope;
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (!envelope.ok) throw envelope.error;
  return envelope.value;
}

function on(name: EventName, listener: (payload: unknown) => void): () => void {
  // Thrown in the page's own turn, where a plain object would arrive as undefined.
  if (!events.has(name)) throw new Error(`BAD_REQUEST: no event ${String(name)}`);
  // The event object itself (it reaches back into IPC) stays on this side.
  const heard = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
  ipcRenderer.on(eventChannel(name), heard);
  return () => void ipcRenderer.off(eventChannel(name), heard);
}

contextBridge.exposeInMainWorld('kiln', Object.freeze({ call, on } as unknown as Bridge));
