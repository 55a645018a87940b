import { ipcMain } from 'electron';

import { CALLS, type CallName, type Envelope } from '../../shared/contract/channels.js';
import { callChannel } from '../../shared/contract/wire.js';
import { answerCall, badRequest, type Answering } from './calls.js';
import { isTrustedFrame } from './trust.js';

/**
 * Binds every call of the contract, and nothing else: there is no handler for a channel that is not in the table.
 * @param origin - the only origin whose main frame is answered
 */
export function bindCalls(origin: string, answering: Answering): void {
  for (const name of Object.keys(CALLS) as CallName[]) {
    ipcMain.handle(callChannel(name), async (event, request: unknown): Promise<Envelope> => {
      if (isTrustedFrame(event.senderFrame, origin)) return answerCall(name, request, answering);
      return {
        ok: false,
        error: { code: 'BAD_REQUEST', data: { ...badRequest(name, 'sender').data } },
      };
    });
  }
}
