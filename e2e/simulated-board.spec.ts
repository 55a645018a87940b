import { readFile } from 'node:fs/promises';
import { once } from 'node:events';

import { SerialPort } from 'serialport';

import { syntheticLicense } from '../electron/core/simulator/index.js';
import { expect, test } from './support/test.js';

/** What a port says until `wanted` has come, typing `text` every 50 ms. */
async function heardUntil(
  path: string,
  baudRate: number,
  text: Uint8Array,
  wanted: string | RegExp,
): Promise<string> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const typing = setInterval(() => port.write(text), 50);
  try {
    let heard = '';
    const deadline = AbortSignal.timeout(8000);
    while (typeof wanted === 'string' ? !heard.includes(wanted) : !wanted.test(heard)) {
      const [chunk] = (await once(port, 'data', { signal: deadline })) as [Buffer];
      heard += chunk.toString('latin1');
    }
    return heard;
  } finally {
    clearInterval(typing);
    await new Promise<void>((resolve) => port.close(() => resolve()));
  }
}

const ENTER = Uint8Array.of(0x55, 0xaa, 0, 0, 0, 0, 0xff);
const PRODUCT_QUERY = '\x55\xaa\x00\x01\x00\x00\x00';

test('kiln sim: a locked board asks for its product, and says why on its second port', async ({
  sim,
}, info) => {
  const log = info.outputPath('log.tty');
  const dump = info.outputPath('flash.bin');
  const args = ['--condition', 'locked', '--log-link', log, '--no-auto-reset', '--dump-on-exit', dump];
  const board = await sim({ chip: 'BK7231T', args });
  const said = heardUntil(log, 115200, new Uint8Array(0), /mf_init succ/);
  expect(await heardUntil(board.port, 9600, ENTER, PRODUCT_QUERY)).toContain(PRODUCT_QUERY);
  // Said once a start, and perhaps before anybody had the log open.
  board.press('reset');
  expect(await said).toContain('have actived over 15 min');
  expect(await board.end()).toBe(0);
  const flash = await readFile(dump);
  expect(flash.includes(syntheticLicense(board.mac).authKey)).toBe(false);
});

test('kiln sim: TuyaOpen with a license, a board with a faulty reply, and a fault that does not exist', async ({
  sim,
}) => {
  const open = await sim({ args: ['--app', 'tuyaopen', '--condition', 'authorized', '--no-auto-reset'] });
  const { uuid, authKey } = syntheticLicense(open.mac, 'tuyaopen');
  const lines = await heardUntil(
    open.port,
    115200,
    Buffer.from('auth-read\r\n'),
    /auth-read\r\nuuid.*\r\n.*\r\n/,
  );
  expect(lines).toContain(`${uuid}\r\n${authKey}\r\n`);
  const echo = await sim({ args: ['--fault', 'echo', '--fault', 'late=100', '--no-auto-reset'] });
  expect(await heardUntil(echo.port, 9600, ENTER, '\xff')).toBe('\x55\xaa\x00\x00\x00\x00\xff');
  await expect(sim({ args: ['--fault', 'no-such'] })).rejects.toThrow(/did not start/);
});
