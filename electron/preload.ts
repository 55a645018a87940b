import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';

import type { Bridge, CallName, Envelope, EventName } from '../shared/contract/channels.js';
import { DESK_PRELOAD_ONLY } from '../shared/contract/names/desk.js';
import { PRELOAD_ONLY } from '../shared/contract/names/writer.js';
import { CALL_NAMES, callChannel, EVENT_NAMES, eventChannel } from '../shared/contract/wire.js';

// A page that asks for anything but these names gets no further than this file.
const own: ReadonlySet<string> = new Set([...PRELOAD_ONLY, ...DESK_PRELOAD_ONLY]);
const calls: ReadonlySet<string> = new Set(CALL_NAMES.filter((name) => !own.has(name)));
const events: ReadonlySet<string> = new Set(EVENT_NAMES);

function badRequest(channel: unknown): Extract<Envelope, { ok: false }>['error'] {
  return { code: 'BAD_REQUEST', data: { channel: String(channel) } };
}

function call(name: CallName, request?: unknown): Promise<unknown> {
  // A plain object, not an Error: errors lose their own properties on the way into the page.
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  return calls.has(name) ? invoke(name, request) : Promise.reject(badRequest(name));
}

async function invoke(name: CallName, request: unknown): Promise<unknown> {
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

/** The path is Electron's own word for a file that really was dropped: a File that a page made itself has none. */
function pathOf(file: object, channel: CallName): string {
  const path = file instanceof File ? webUtils.getPathForFile(file) : '';
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (path === '') throw badRequest(channel);
  return path;
}

async function drop(file: object): Promise<void> {
  await invoke('writer.drop', { path: pathOf(file, 'writer.drop') });
}

async function take(file: object): Promise<unknown> {
  return invoke('desk.take', { path: pathOf(file, 'desk.take') });
}

contextBridge.exposeInMainWorld('kiln', Object.freeze({ call, on, drop, take } as unknown as Bridge));
