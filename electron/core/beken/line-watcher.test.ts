import { describe, expect, it } from 'vitest';

import { LineWatcher } from './line-watcher.js';
import { hex } from './testing/hex.js';

function seen(...chunks: readonly Uint8Array[]): string {
  const watcher = new LineWatcher();
  for (const chunk of chunks) watcher.push(chunk);
  return watcher.seen();
}

const LINK_CHECK = hex('01 E0 FC 01 00');
const LOG = Buffer.from('\r\nBK7231S_1.0.6\r\nJ 0x10000\r\nprvHeapInit-start addr', 'latin1');

describe('LineWatcher', () => {
  it('tells silence, echo, an application, a log and noise apart', () => {
    expect(seen()).toBe('nothing');
    expect(seen(LINK_CHECK)).toBe('echo');
    expect(seen(hex('55 AA 00 00 00 00 FF'))).toBe('heartbeat');
    expect(seen(hex('55 AA 00 01 00 00 00'))).toBe('heartbeat');
    expect(seen(LOG)).toBe('boot-log');
    expect(seen(hex('00 80 FE 12 F0'))).toBe('garbage');
    expect(seen(Buffer.from('OK'))).toBe('garbage');
  });

  it('does not take a reply, which ends in the same bytes, for an echo', () => {
    expect(seen(hex('04 0E 05'), LINK_CHECK)).toBe('garbage');
    expect(seen(hex('04 0E 05'), LINK_CHECK, LINK_CHECK)).toBe('echo');
  });

  it('lets an echo beat a log', () => expect(seen(LOG, LINK_CHECK)).toBe('echo'));

  it('judges by the latest bytes and counts all', () => {
    const watcher = new LineWatcher();
    watcher.push(LINK_CHECK);
    for (let chunk = 0; chunk < 20; chunk += 1) watcher.push(LOG);
    expect(watcher.seen()).toBe('boot-log');
    expect(watcher.bytes).toBe(5 + 20 * LOG.length);
  });

  it('sees an echo that comes byte by byte', () => {
    expect(seen(...[...LINK_CHECK].map((byte) => Uint8Array.of(byte)))).toBe('echo');
  });
});
