import { BrowserWindow } from 'electron';

import { EVENTS, type EventName } from '../../shared/contract/channels.js';
import { eventChannel } from '../../shared/contract/wire.js';

/** Sends an event of the core to all our windows. @param check - parse the payload by its schema first */
export function broadcast(name: EventName, payload: unknown, check: boolean): void {
  const checked = check ? EVENTS[name].parse(payload) : payload;
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send(eventChannel(name), checked);
  }
}
