import { afterEach, describe, expect, it } from 'vitest';

import { RunRecord } from '../../../shared/contract/records.js';
import { cancelled, KilnError } from '../../../shared/errors/kiln-error.js';
import { makeDemoFirmware } from '../firmware/demo-firmware.js';
import type { BoardOptions } from '../simulator/api.js';
import { seededRandom } from '../simulator/index.js';
import { runJob } from './run-job.js';
import type { JobEvent } from './job-api.js';
import { IDENTIFIER, openBench, VERSION, type Bench } from './testing/bench.js';

let bench: Bench;
afterEach(() => bench.close());

const N: Omit<BoardOptions, 'clock'> = { chip: 'BK7231N', mac: 'd81f12000001' };
const T: Omit<BoardOptions, 'clock'> = { chip: 'BK7231T', mac: 'd81f12000002' };
const image = (protocolClass: 'T' | 'N'): Uint8Array =>
  makeDemoFirmware({ protocolClass, identifier: IDENTIFIER, version: VERSION });
const flashOf = (index = 0): Uint8Array => bench.boards[index]?.flashImage() ?? new Uint8Array();

describe('one board, from Run to its record', () => {
  it('N: the whole QIO stands in flash, the license is the board’s own, the record says so', async () => {
    bench = await openBench([N]);
    const token = await bench.token(3);
    const record = await bench.run({ token });
    expect(record.error).toBeNull();
    expect(RunRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      outcome: 'succeeded',
      chip: 'BK7231N',
      flashId: 'EB 60 15',
      mac: 'd81f12000001',
      fingerprint: { name: IDENTIFIER, version: VERSION },
    });
    expect(record.written?.start).toBe(0);
    const qio = image('N');
    expect(Buffer.compare(flashOf().subarray(0, qio.length), qio)).toBe(0);
    const info = await bench.pms.tokenInfo(token);
    expect(info).toMatchObject({ amount: 3, used: 1, validated: 1, free: 2 });
    expect(await bench.pms.runs(5)).toEqual([record]);
    expect(JSON.stringify(record)).not.toContain((await bench.pms.licenseOf(token, 'd81f12000001'))?.authkey);
  });

  it('T: the QIO is written from 0x11000 on, the bootloader stays as it was', async () => {
    bench = await openBench([T]);
    const before = flashOf().slice(0, 0x11000);
    const record = await bench.run({ token: await bench.token(1) });
    expect(record.error).toBeNull();
    expect(record.written?.start).toBe(0x11000);
    expect(Buffer.compare(flashOf().subarray(0, 0x11000), before)).toBe(0);
    const qio = image('T');
    expect(Buffer.compare(flashOf().subarray(0x11000, qio.length), qio.subarray(0x11000))).toBe(0);
  });

  it.each([N, T])(
    '$chip: run again, the same MAC keeps the same license and the count does not move',
    async (chip) => {
      bench = await openBench([chip]);
      const token = await bench.token(2);
      const first = await bench.run({ token });
      const second = await bench.run({ token });
      expect(second.error).toBeNull();
      expect(second.license).toMatchObject({ uuid: first.license?.uuid, reused: true });
      expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 1, free: 1, validated: 1 });
    },
  );

  it('goes through the stages in order, and measures each', async () => {
    bench = await openBench([{ ...N, timing: 'realistic' }]);
    const record = await bench.run({ token: await bench.token(1) });
    expect(record.stages.map(({ id }) => id)).toEqual([
      'capture',
      'identify',
      'baud',
      'preflight',
      'unprotect',
      'erase',
      'program',
      'verify',
      'reboot',
      'enter',
      'fingerprint',
      'mac',
      'license',
      'prove',
      'finish',
    ]);
    // 298 sectors at 921600: 4108 bytes out, 15 back, sixteen pages each (protocol §8).
    expect(record.stages.find(({ id }) => id === 'program')?.seconds).toBeGreaterThan(13);
    expect(record.seconds).toBeLessThan(40);
  });

  it('writes the country after the license, and runs what else the token asks for', async () => {
    bench = await openBench([N]);
    const rules = {
      country: 'DE',
      rssi: { ssid: 'test_ap', min: -70 },
      gpio: true,
      userConfig: Buffer.from('{abi:0,rl1:26}'),
    };
    const record = await bench.run({ token: await bench.token(1, { rules }) });
    expect(record.error).toBeNull();
    expect(record.country).toBe('DE');
    expect(record.rssi).toBeGreaterThanOrEqual(-70);
  });
});

describe('what is refused, and costs nothing', () => {
  it('an empty pool: the second board keeps its flash, the first may come again', async () => {
    bench = await openBench([N, { ...N, mac: 'd81f12000009' }]);
    const token = await bench.token(1);
    await bench.run({ token });
    const before = flashOf(1);
    const record = await bench.run({ token, port: 'virtual:2' });
    expect(record.error?.code).toBe('POOL_EMPTY');
    expect(Buffer.compare(flashOf(1), before)).toBe(0);
    expect((await bench.run({ token })).outcome).toBe('succeeded');
  });

  it('a firmware of the other class, and a chip that was not chosen: nothing is erased', async () => {
    bench = await openBench([N, T]);
    const token = await bench.token(1);
    const before = flashOf(1);
    expect((await bench.run({ token, port: 'virtual:2' })).error).toMatchObject({ code: 'FIRMWARE_CHIP' });
    expect((await bench.run({ token, port: 'virtual:2', chip: 'BK7231N' })).error).toMatchObject({
      code: 'CHIP_MISMATCH',
    });
    expect(Buffer.compare(flashOf(1), before)).toBe(0);
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 0 });
  });

  it('an unknown token and a missing port, before anything is opened', async () => {
    bench = await openBench([N]);
    await expect(bench.run({ token: '7K3M-QX2P' })).rejects.toMatchObject({ code: 'TOKEN_MALFORMED' });
    await expect(bench.run({ token: '0000000000000000' })).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });
    const token = await bench.token(1);
    await expect(bench.run({ token, port: 'virtual:9' })).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
    expect(await bench.pms.runs(5)).toEqual([]);
  });

  it('a token of made-up licenses, on a port that may lead to a real board', async () => {
    bench = await openBench([N]);
    const token = await bench.token(1, { development: true });
    await expect(bench.run({ token, port: '/dev/ttyUSB0' })).rejects.toMatchObject({
      code: 'TOKEN_DEVELOPMENT',
    });
    expect((await bench.run({ token })).outcome).toBe('succeeded');
  });

  it('a busy port names who holds it', async () => {
    bench = await openBench([N]);
    const token = await bench.token(1);
    const lease = await bench.ports.lease('virtual:1', 'slot 3');
    await expect(bench.run({ token })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      data: { holder: 'slot 3' },
    });
    await lease.release();
    expect((await bench.run({ token })).outcome).toBe('succeeded');
  });

  it('a board that holds the license of another token is left alone', async () => {
    bench = await openBench([N]);
    await bench.run({ token: await bench.token(1) });
    const other = await bench.token(1);
    const record = await bench.run({ token: other });
    expect(record.error).toMatchObject({ code: 'BOARD_HAS_OTHER_LICENSE' });
    expect(await bench.pms.tokenInfo(other)).toMatchObject({ used: 0, free: 1 });
  });

  it('a running firmware that is not the token’s', async () => {
    bench = await openBench([N]);
    const token = await bench.token(1, { version: '9.9.9' });
    const record = await bench.run({ token });
    expect(record.error).toMatchObject({
      code: 'FINGERPRINT_MISMATCH',
      data: { gotVersion: VERSION, wantVersion: '9.9.9' },
    });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 0 });
  });

  it('a board nobody resets', async () => {
    bench = await openBench([N], { operator: false });
    // Its own start at power-up is long over.
    await bench.clock.advance(5000);
    const waits: JobEvent[] = [];
    const record = await bench.run(
      { token: await bench.token(1), captureMs: 5000 },
      { onEvent: (event) => event.type === 'waiting' && waits.push(event) },
    );
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'BUS_NOT_CAPTURED' } });
    expect(waits.length).toBeGreaterThanOrEqual(4);
  });
});

describe('a ledger in trouble at the end of a run', () => {
  it('does not hide what happened to the board, and is said', async () => {
    bench = await openBench([N]);
    const token = await bench.token(1);
    const { clock, ports, newRunId } = bench;
    let tries = 0;
    // The real books, whose last step finds them locked by somebody else.
    const pms = new Proxy(bench.pms, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name, target);
        if (name !== 'finishRun') return typeof own === 'function' ? (own.bind(target) as unknown) : own;
        return () => {
          tries += 1;
          return Promise.reject(new KilnError('STORE_BUSY', { seconds: 5 }));
        };
      },
    });
    const notes: string[] = [];
    const record = await bench.clock.run(
      runJob(
        { mode: 'burn-authorize', token, port: 'virtual:1', baudRate: 921600, chip: 'auto', holder: 'bench' },
        { clock, pms, ports, newRunId, backups: bench.backups, macs: bench.macs },
        {
          signal: new AbortController().signal,
          onEvent: (event) => {
            if (event.type === 'note') notes.push(`${event.key} ${event.data['code'] ?? ''}`);
          },
        },
      ),
    );
    expect(record.outcome).toBe('succeeded');
    expect(tries).toBe(3);
    expect(notes).toContain('job.books-failed STORE_BUSY');
  });
});

describe('Stop', () => {
  it('in mid-write leaves the port closed, the license free, and the board fit for the next run', async () => {
    bench = await openBench([{ ...N, timing: 'realistic' }]);
    const token = await bench.token(1);
    const stop = new AbortController();
    const onEvent = (event: JobEvent): void => {
      if (event.type === 'progress' && event.done > 100_000) stop.abort(cancelled());
    };
    const record = await bench.run({ token }, { signal: stop.signal, onEvent });
    expect(record).toMatchObject({ outcome: 'cancelled', error: { code: 'CANCELLED' } });
    expect(await bench.pms.tokenInfo(token)).toMatchObject({ used: 0, free: 1 });
    const lease = await bench.ports.lease('virtual:1', 'somebody else');
    await lease.release();
    expect((await bench.run({ token })).outcome).toBe('succeeded');
  });

  it('at any moment leaves books that balance and a board that can be run again', async () => {
    const random = seededRandom(11);
    for (let round = 0; round < 6; round += 1) {
      bench = await openBench([N]);
      const token = await bench.token(1);
      const stop = new AbortController();
      let countdown = Math.floor(random() * 320);
      const onEvent = (): void => {
        countdown -= 1;
        if (countdown === 0) stop.abort(cancelled());
      };
      await bench.run({ token }, { signal: stop.signal, onEvent });
      const info = await bench.pms.tokenInfo(token);
      expect(info.free + info.reserved + info.written + info.validated + info.quarantined).toBe(info.amount);
      expect(info.reserved).toBe(0);
      expect((await bench.run({ token })).outcome).toBe('succeeded');
      expect(await bench.pms.tokenInfo(token)).toMatchObject({ validated: 1 });
      if (round < 5) await bench.close();
    }
  });
});
