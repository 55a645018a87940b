import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';

import { findHolder } from './port-holder.js';
import { createSerialportBackend } from './serialport-backend.js';
import { openPty, type Pty } from './testing/pty.js';
import type { Transport } from './transport.js';

const backend = createSerialportBackend();
const ptys: Pty[] = [];
const open: Transport[] = [];

function pty(): Pty {
  const made = openPty();
  ptys.push(made);
  return made;
}

async function openPort(path: string): Promise<Transport> {
  const transport = await backend.open(path, { baudRate: 115200 });
  open.push(transport);
  return transport;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close()));
  for (const made of ptys.splice(0)) made.close();
});

describe('createSerialportBackend', () => {
  it('owns every path that is not virtual', () => {
    expect(['COM7', '/dev/ttyUSB0', 'virtual:t'].map((path) => backend.owns(path))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('has no port where there is none', async () => {
    const path = '/dev/kiln-has-no-such-port';
    await expect(backend.open(path, { baudRate: 115200 })).rejects.toMatchObject({
      code: 'PORT_NOT_FOUND',
      data: { path },
    });
  });
});

describe.runIf(process.platform === 'linux')('over a pty', () => {
  it('moves a whole frame both ways and tolerates missing lines', async () => {
    const far = pty();
    const transport = await openPort(far.path);
    const heard: number[] = [];
    const some = new Promise<void>((resolve) =>
      transport.onData((chunk) => {
        heard.push(...chunk);
        if (heard.length >= 3) resolve();
      }),
    );
    const frame = Uint8Array.from({ length: 4108 }, (_, index) => index & 255);
    await transport.write(frame);
    await transport.drain();
    expect(Buffer.from(await far.receive(frame.length)).equals(frame)).toBe(true);
    far.send(Uint8Array.of(4, 5, 6));
    await some;
    expect(heard).toEqual([4, 5, 6]);
    expect(await transport.setLines({ rts: true })).toBe(false);
    await transport.setBaudRate(921600);
  });

  it('follows a link, refuses a second owner and names the first', async () => {
    const far = pty();
    const folder = mkdtempSync(join(tmpdir(), 'kiln-'));
    const link = join(folder, 'board');
    symlinkSync(far.path, link);
    try {
      const transport = await openPort(link);
      expect(transport.path).toBe(far.path);
      await expect(backend.open(link, { baudRate: 115200 })).rejects.toMatchObject({
        code: 'PORT_BUSY',
        data: { path: link, holder: expect.stringMatching(new RegExp(`\\(${process.pid}\\)$`)) as string },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('closes at once while the peer takes nothing', async () => {
    const far = pty();
    const transport = await openPort(far.path);
    far.stall();
    const refused = expect(transport.write(new Uint8Array(200_000))).rejects.toMatchObject({
      code: 'PORT_LOST',
    });
    await transport.close();
    await refused;
    await expect(transport.closed).resolves.toEqual({ by: 'us' });
    // The descriptor is back: the next one gets the port.
    const next = new SerialPort({ path: far.path, baudRate: 115200, autoOpen: false });
    await new Promise<void>((resolve, reject) => next.open((error) => (error ? reject(error) : resolve())));
    await new Promise<void>((resolve) => next.close(() => resolve()));
  });

  it('finds no holder of what nobody has open', async () => {
    await expect(findHolder('/dev/kiln-has-no-such-port')).resolves.toBeNull();
  });
});
