import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../time/clock.js';
import type { Board } from './board/board.js';
import { createBoard } from './board/create-board.js';
import { openPtyBoard, type PtyBoard } from './pty.js';
import { erase, LINK, read4k, setBaud, write4k } from './testing/frames.js';
import { hexOf, ramp } from './testing/hex.js';

const OK_LINK = '04 0E 05 01 E0 FC 01 00';

/** A host with the real serialport. */
class SerialHost {
  readonly #port: SerialPort;
  #heard = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  private constructor(port: SerialPort) {
    this.#port = port;
    port.on('data', (chunk: Buffer) => {
      this.#heard = Buffer.concat([this.#heard, chunk]);
      this.#wake();
    });
  }

  static open(path: string, baudRate: number): Promise<SerialHost> {
    return new Promise((resolve, reject) => {
      const port = new SerialPort({ path, baudRate }, (error) =>
        error ? reject(error) : resolve(new SerialHost(port)),
      );
    });
  }

  send(bytes: Uint8Array): void {
    this.#port.write(Buffer.from(bytes));
  }

  /** The next `count` bytes; the test's own deadline ends a wait in vain. */
  async hear(count: number): Promise<Buffer> {
    while (this.#heard.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    const bytes = this.#heard.subarray(0, count);
    this.#heard = this.#heard.subarray(count);
    return bytes;
  }

  setRate(baudRate: number): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#port.update({ baudRate }, (error) => (error ? reject(error) : resolve())),
    );
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#port.close(() => resolve()));
  }
}

describe.skipIf(process.platform !== 'linux')('a board behind a pseudo terminal', () => {
  let folder: string;
  let board: Board;
  let pty: PtyBoard | undefined;
  let host: SerialHost | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kiln-pty-'));
    board = createBoard({ chip: 'BK7231T', clock: systemClock, windowMs: 60_000 });
    board.pressReset();
  });
  afterEach(async () => {
    await host?.close();
    await pty?.close();
    host = undefined;
    pty = undefined;
    board.dispose();
    rmSync(folder, { recursive: true });
  });

  it('links at 115200, switches to 921600, erases, writes and reads a sector', async () => {
    pty = await openPtyBoard(board);
    host = await SerialHost.open(pty.path, 115200);
    host.send(LINK);
    expect(hexOf(await host.hear(8))).toBe(OK_LINK);
    // The delay is the time the host has to follow (protocol §3.2).
    host.send(setBaud(921600, 200));
    const followed = new Promise((resolve) => systemClock.schedule(50, () => resolve(undefined)));
    await followed;
    await host.setRate(921600);
    expect(hexOf(await host.hear(12))).toBe('04 0E 09 01 E0 FC 0F 00 10 0E 00 C8');
    host.send(erase(0x20, 0x11000));
    await host.hear(16);
    host.send(write4k(0x11000, ramp(4096)));
    expect(hexOf(await host.hear(15))).toBe('04 0E FF 01 E0 FC F4 06 00 07 00 00 10 01 00');
    host.send(read4k(0x11000));
    expect((await host.hear(4111)).subarray(15).equals(ramp(4096))).toBe(true);
  });

  it('understands nothing at the wrong rate, and everything again at the right one', async () => {
    pty = await openPtyBoard(board);
    host = await SerialHost.open(pty.path, 921600);
    const answered: number[] = [];
    board.onTransmit((bytes) => answered.push(...bytes));
    const arrived = new Promise<void>((resolve) =>
      board.onReceive((_, rate) => rate === 921600 && resolve()),
    );
    host.send(LINK);
    await arrived;
    expect(answered).toEqual([]);
    await host.setRate(115200);
    host.send(LINK);
    expect(hexOf(await host.hear(8))).toBe(OK_LINK);
  });

  it('outlives its hosts: close and open again', async () => {
    pty = await openPtyBoard(board);
    for (let round = 0; round < 3; round++) {
      host = await SerialHost.open(pty.path, 115200);
      host.send(LINK);
      expect(hexOf(await host.hear(8))).toBe(OK_LINK);
      await host.close();
      host = undefined;
    }
  });

  it('keeps a large answer whole through a slow reader', async () => {
    pty = await openPtyBoard(board);
    host = await SerialHost.open(pty.path, 115200);
    const requests = Array.from({ length: 12 }, () => read4k(0x11000));
    host.send(Buffer.concat(requests));
    const all = await host.hear(12 * 4111);
    for (let at = 0; at < all.length; at += 4111) {
      expect(hexOf(all.subarray(at, at + 15))).toBe('04 0E FF 01 E0 FC F4 06 10 09 00 00 10 01 00');
    }
  });

  it('drops what nobody fetched', async () => {
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    pty = await openPtyBoard(board, { clock });
    board.receive(LINK, 115200);
    now = 1000;
    board.receive(LINK, 115200);
    host = await SerialHost.open(pty.path, 115200);
    host.send(LINK);
    await host.hear(8);
    const later = await Promise.race([
      host.hear(16),
      new Promise<null>((resolve) => systemClock.schedule(100, () => resolve(null))),
    ]);
    expect(later).toBeNull();
  });

  describe('under a name that stays', () => {
    it('has a link until it closes, over one that a former run left', async () => {
      const link = join(folder, 'board');
      symlinkSync('/dev/pts/99999', link);
      pty = await openPtyBoard(board, { link });
      expect(readlinkSync(link)).toBe(pty.path);
      host = await SerialHost.open(link, 115200);
      host.send(LINK);
      expect(hexOf(await host.hear(8))).toBe(OK_LINK);
      await host.close();
      host = undefined;
      await pty.close();
      await pty.close();
      expect(existsSync(link)).toBe(false);
    });

    it('replaces nothing else', async () => {
      const file = join(folder, 'file');
      const elsewhere = join(folder, 'elsewhere');
      writeFileSync(file, 'precious');
      symlinkSync(file, elsewhere);
      for (const link of [file, elsewhere, folder]) {
        await expect(openPtyBoard(board, { link })).rejects.toMatchObject({ code: 'USAGE' });
      }
      expect(lstatSync(file).size).toBe(8);
      expect(readlinkSync(elsewhere)).toBe(file);
      await expect(openPtyBoard(board, { link: join(folder, 'no', 'where') })).rejects.toMatchObject({
        code: 'USAGE',
      });
    });

    it('leaves a link alone that somebody else has taken over', async () => {
      const link = join(folder, 'board');
      pty = await openPtyBoard(board, { link });
      rmSync(link);
      symlinkSync('/dev/pts/99998', link);
      await pty.close();
      expect(readlinkSync(link)).toBe('/dev/pts/99998');
    });
  });
});

describe.skipIf(process.platform === 'linux')('a platform without pseudo terminals', () => {
  it('says so', async () => {
    const board = createBoard({ chip: 'BK7231T', clock: systemClock });
    await expect(openPtyBoard(board)).rejects.toMatchObject({ code: 'USAGE' });
    board.dispose();
  });
});
