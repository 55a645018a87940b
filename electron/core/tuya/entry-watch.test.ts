import { describe, expect, it } from 'vitest';
import { EntryWatch } from './entry-watch.js';
import { bytesOf } from './testing/scripted-module.js';

const HEARTBEAT = bytesOf('55 AA 00 00 00 00 FF');
const QUERY = bytesOf('55 AA 00 01 00 00 00');

function watched(sent: number, ...chunks: readonly Uint8Array[]): EntryWatch {
  const watch = new EntryWatch();
  for (let index = 0; index < sent; index += 1) watch.sent();
  for (const chunk of chunks) expect(watch.push(chunk)).toBeNull();
  return watch;
}

describe('EntryWatch', () => {
  it.each([
    ['55 AA 00 00 00 02 03 0C 10', [0x03, 0x0c]],
    ['55 AA 00 00 00 02 13 08 1C', [0x13, 0x08]],
  ])('knows the enter reply %s', (hex, capabilities) => {
    expect(new EntryWatch().push(bytesOf(hex))).toEqual(capabilities);
  });

  it('finds it behind noise, heartbeats and a header that leads nowhere', () => {
    const watch = watched(20, bytesOf('00 FF 55 AA 00 00 03 55'), HEARTBEAT);
    expect(watch.push(bytesOf('55 AA 00 00 00 02 03'))).toBeNull();
    expect(watch.push(bytesOf('0C 10'))).toEqual([3, 12]);
  });

  it('is not taken in by a wrong sum', () => {
    expect(new EntryWatch().push(bytesOf('55 AA 00 00 00 02 03 0C 11'))).toBeNull();
  });

  it('judges what came instead', () => {
    expect(watched(10).seen).toBe('nothing');
    expect(watched(10, bytesOf('00')).seen).toBe('nothing');
    expect(watched(10, bytesOf('76 31 2E 30 0D 0A')).seen).toBe('garbage');
    expect(watched(17, HEARTBEAT).seen).toBe('heartbeat');
    expect(watched(10, ...Array.from({ length: 9 }, () => HEARTBEAT)).seen).toBe('echo');
    expect(watched(17, HEARTBEAT, QUERY).seen).toBe('product-query');
    // A network status report: the application runs, whatever it says.
    expect(watched(17, bytesOf('55 AA 00 03 00 01 00 03')).seen).toBe('heartbeat');
  });

  it('counts bytes', () => {
    expect(watched(1, HEARTBEAT, bytesOf('01 02 03')).bytes).toBe(10);
  });
});
