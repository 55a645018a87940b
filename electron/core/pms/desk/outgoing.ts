import { createHash } from 'node:crypto';

import type { Outgoing } from '../service.js';

/** What is in memory already, given out whole or in parts. */
export function wholeFile(name: string, mediaType: string, content: Uint8Array): Outgoing {
  return {
    name,
    mediaType,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *read(range) {
      yield range === undefined ? content : content.subarray(range.start, range.end + 1);
    },
  };
}
