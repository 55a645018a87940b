import { afterEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import type { Board } from './board/board.js';
import { createBoard } from './board/create-board.js';
import { LINK, setBaud, write4k } from './testing/frames.js';
import { hexOf, ramp } from './testing/hex.js';
import type { CreateBoardOptions } from './tuning.js';
import { createVirtualBackend } from './virtual-backend.js';

const PATH = 'virtual:BK7231N';
const OK_LINK = '04 0E 05 01 E0 FC 01 00';

let board: Board;
afterEach(() => board.dispose());

function bench(options: Partial<CreateBoardOptions> = {}) {
  const clock = new VirtualClock();
  board = createBoard({ chip: 'BK7231N', clock, ...options });
  const backend = createVirtualBackend({ clock, boards: [{ path: PATH, label: 'Virtual BK7231N', board }] });
  return { clock, backend };
}

async function opened(options: Partial<CreateBoardOptions> = {}) {
  const { clock, backend } = bench(options);
  const transport = await backend.open(PATH, { baudRate: 115200 });
  const heard: number[] = [];
  transport.onData((chunk) => heard.push(...chunk));
  const look = (): string => hexOf(heard.splice(0));
  return { clock, backend, transport, look };
}

describe('the family of virtual ports', () => {
  it('lists its boards', async () => {
    const { backend } = bench();
    expect(await backend.list()).toEqual([{ path: PATH, kind: 'virtual', label: 'Virtual BK7231N' }]);
    expect(backend.owns(PATH)).toBe(true);
    expect(backend.owns('/dev/ttyUSB0')).toBe(false);
  });

  it('has one owner a port', async () => {
    const { backend } = bench();
    const transport = await backend.open(PATH, { baudRate: 115200 });
    await expect(backend.open(PATH, { baudRate: 9600 })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      data: { path: PATH },
    });
    await transport.close();
    await expect(backend.open(PATH, { baudRate: 9600 })).resolves.toBeDefined();
  });

  it('knows no other port', async () => {
    const { backend } = bench();
    await expect(backend.open('virtual:none', { baudRate: 9600 })).rejects.toMatchObject({
      code: 'PORT_NOT_FOUND',
    });
    expect(() => backend.reset('virtual:none')).toThrow(/PORT_NOT_FOUND/);
  });

  it('refuses paths that are not its own, and the same path twice', () => {
    const { clock } = bench();
    const stray = { path: 'COM3', label: '', board };
    const twice = { path: PATH, label: '', board };
    expect(() => createVirtualBackend({ clock, boards: [stray] })).toThrow(/USAGE/);
    expect(() => createVirtualBackend({ clock, boards: [twice, twice] })).toThrow(/USAGE/);
  });

  it('may be unplugged under its owner, and plugged again', async () => {
    const { backend, transport } = await opened();
    backend.unplug(PATH);
    expect(await transport.closed).toEqual({ by: 'loss', detail: 'unplugged' });
    expect(await backend.list()).toEqual([]);
    await expect(backend.open(PATH, { baudRate: 9600 })).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
    await expect(transport.write(LINK)).rejects.toMatchObject({ code: 'PORT_LOST' });
    backend.plug(PATH);
    await expect(backend.open(PATH, { baudRate: 9600 })).resolves.toBeDefined();
  });
});

describe('a virtual transport', () => {
  it('brings replies, never before write has returned', async () => {
    const { backend, transport, look } = await opened();
    backend.reset(PATH);
    const written = transport.write(LINK);
    expect(look()).toBe('');
    await written;
    await transport.drain();
    expect(look()).toBe(OK_LINK);
  });

  it('follows the board to another rate, and hears noise at the old one', async () => {
    const { backend, transport, look, clock } = await opened();
    backend.reset(PATH);
    await transport.write(LINK);
    await transport.write(setBaud(921600, 5));
    await clock.advance(20);
    expect(look()).not.toContain('0F 00 10 0E 00');
    await transport.setBaudRate(921600);
    await transport.write(LINK);
    await clock.advance(1);
    expect(look()).toBe(OK_LINK);
  });

  it('hears through any rate from a board that is not strict', async () => {
    const { backend, transport, look, clock } = await opened({ strictBaud: false });
    backend.reset(PATH);
    await transport.setBaudRate(9600);
    await transport.write(LINK);
    await clock.advance(1);
    expect(look()).toBe(OK_LINK);
  });

  it('drains when the bytes would have left', async () => {
    const { transport, clock } = await opened({ timing: 'realistic' });
    await transport.write(write4k(0x11000, ramp(4096)));
    const start = clock.now();
    await clock.run(transport.drain());
    // 4108 bytes, 10 bits each (protocol §8: 358 ms with the reply's 15).
    expect(clock.now() - start).toBeCloseTo(356.6, 1);
    await transport.drain();
  });

  it('changes its rate only behind what was written', async () => {
    const { transport, clock, look, backend } = await opened({ timing: 'realistic' });
    backend.reset(PATH);
    await transport.write(LINK);
    const changed = transport.setBaudRate(921600);
    await clock.run(changed);
    expect(clock.now()).toBeGreaterThan(0.43);
    await clock.advance(5);
    expect(look()).not.toBe('');
  });

  it('moves lines where they are wired, and says where not', async () => {
    const wired = await opened({ resetWired: true });
    expect(await wired.transport.setLines({ rts: true })).toBe(true);
    expect(await wired.transport.setLines({ rts: false })).toBe(true);
    await wired.transport.write(LINK);
    await wired.clock.advance(1);
    expect(wired.look()).toBe(OK_LINK);
    board.dispose();
    const bare = await opened();
    expect(await bare.transport.setLines({ rts: true })).toBe(false);
  });

  it('drops what it has not delivered', async () => {
    const { backend, transport, look } = await opened();
    backend.reset(PATH);
    void transport.write(LINK);
    await transport.discardInput();
    expect(look()).toBe('');
  });

  it('closes once, and cancels a drain', async () => {
    const { transport, look } = await opened({ timing: 'realistic' });
    await transport.write(ramp(4000));
    const drain = transport.drain();
    await transport.close();
    await transport.close();
    await expect(drain).rejects.toMatchObject({ code: 'PORT_LOST' });
    expect(await transport.closed).toEqual({ by: 'us' });
    for (const call of [
      transport.drain(),
      transport.discardInput(),
      transport.setLines({}),
      transport.write(LINK),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'PORT_LOST' });
    }
    expect(look()).toBe('');
  });
});
