import { noteRequest, type Line } from '../../line.js';
import type { Sender } from './sender.js';

/**
 * The flow of a station whose server may be away. What came of a board is recorded here first and sent then or later;
 * whether a board may be worked on needs the server, which alone knows where else it was.
 */
export function queuedLine(line: Line, sender: Sender): Line {
  return {
    order: (code) => line.order(code),
    token: (code) => line.token(code),
    async check(at) {
      // What this station said of the same board before comes first.
      await sender.flush();
      return line.check(at);
    },
    commit: (note) => sender.record('workOrder.commit', noteRequest(note)),
  };
}
