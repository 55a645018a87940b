import { describe, expect, it } from 'vitest';

import { createBoard, createVirtualBackend, openPtyBoard } from '../simulator/index.js';
import { createPortHub } from '../serial/port-hub.js';
import { createSerialportBackend } from '../serial/serialport-backend.js';
import { systemClock } from '../time/clock.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import type { LoaderEvent } from './api.js';
import { program } from './loader.js';

const IMAGE = Uint8Array.from({ length: 0x5432 }, (_, index) => (index * 11) & 255);
const START = 0x11000;
const never = new AbortController().signal;

describe('program over a leased port', () => {
  it.each(['instant', 'realistic'] as const)('burns a virtual board, %s', async (timing) => {
    const clock = new VirtualClock();
    const board = createBoard({ chip: 'BK7231N', clock, timing });
    const virtual = createVirtualBackend({
      clock,
      boards: [{ path: 'virtual:n', label: 'Virtual BK7231N', board }],
    });
    const hub = createPortHub({ backends: [virtual, createSerialportBackend()], clock });
    const lease = await hub.lease('virtual:n', 'slot 1');
    const transport = await lease.open({ baudRate: 115200 });
    await clock.advance(3000);
    clock.schedule(500, () => virtual.reset('virtual:n'));
    const place = () => Promise.resolve({ start: START, image: IMAGE });
    const request = { chip: 'auto', baudRate: 2000000, place } as const;
    const report = await clock.run(
      program(transport, request, { clock, signal: never, onEvent: () => undefined }),
    );
    expect(report).toMatchObject({ baudRate: 2000000, bytes: 0x6000 });
    expect(Buffer.from(board.flashImage().subarray(START, START + IMAGE.length)).equals(IMAGE)).toBe(true);
    await lease.release();
    await expect(transport.closed).resolves.toEqual({ by: 'us' });
    await expect(hub.lease('virtual:n', 'slot 2')).resolves.toBeDefined();
  });

  it('burns in real time, too', async () => {
    const clock = systemClock;
    const board = createBoard({ chip: 'BK7231T', clock, resetWired: true });
    const virtual = createVirtualBackend({ clock, boards: [{ path: 'virtual:t', label: 'T', board }] });
    const transport = await virtual.open('virtual:t', { baudRate: 115200 });
    try {
      const place = () => Promise.resolve({ start: START, image: IMAGE });
      const request = { chip: 'auto', baudRate: 921600, place } as const;
      await program(transport, request, { clock, signal: never, onEvent: () => undefined });
      expect(Buffer.from(board.flashImage().subarray(START, START + IMAGE.length)).equals(IMAGE)).toBe(true);
    } finally {
      await transport.close();
      board.dispose();
    }
  });

  it.runIf(process.platform === 'linux')(
    'burns through the serial driver, a board behind a pty',
    async () => {
      const clock = systemClock;
      const board = createBoard({ chip: 'BK7231N', clock });
      const pty = await openPtyBoard(board);
      const hub = createPortHub({ backends: [createSerialportBackend()], clock });
      const lease = await hub.lease(pty.path, 'slot 1');
      try {
        const transport = await lease.open({ baudRate: 115200 });
        const place = () => Promise.resolve({ start: START, image: IMAGE });
        let pressed = false;
        const onEvent = (event: LoaderEvent): void => {
          if (event.type !== 'waiting' || pressed) return;
          pressed = true;
          board.pressReset();
        };
        const request = { chip: 'BK7231N', baudRate: 921600, place } as const;
        const report = await program(transport, request, { clock, signal: never, onEvent });
        expect(report.baudRate).toBe(921600);
        expect(Buffer.from(board.flashImage().subarray(START, START + IMAGE.length)).equals(IMAGE)).toBe(
          true,
        );
      } finally {
        await lease.release();
        await pty.close();
        board.dispose();
      }
    },
  );
});
