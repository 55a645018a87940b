import { expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import { createBoard, createVirtualBackend, factoryFlash } from './index.js';
import { LINK } from './testing/frames.js';
import { hexOf, same } from './testing/hex.js';

it.each(['BK7231T', 'BK7231N'] as const)(
  'the door of the room is enough to bring a %s to the bench',
  async (chip) => {
    const clock = new VirtualClock();
    const flash = factoryFlash({ chip, mac: 'd81f12004a07' });
    const board = createBoard({ chip, clock, flash });
    expect(board.mac).toBe('d81f12004a07');
    expect(same(board.flashImage(), flash)).toBe(true);
    const path = `virtual:${chip}`;
    const backend = createVirtualBackend({ clock, boards: [{ path, label: chip, board }] });
    const transport = await backend.open(path, { baudRate: 115200 });
    const heard: number[] = [];
    transport.onData((chunk) => heard.push(...chunk));
    backend.reset(path);
    await transport.write(LINK);
    await clock.advance(1);
    expect(hexOf(heard)).toBe('04 0E 05 01 E0 FC 01 00');
    board.dispose();
  },
);
