import { afterEach, describe, expect, it } from 'vitest';
import { makeDemoFirmware } from '../firmware/demo-firmware.js';
import { createBoard, type SimulatedBoard } from '../simulator/index.js';
import { factoryFlash } from '../simulator/image/factory.js';
import { KeyValueStorage } from '../simulator/storage/key-value-storage.js';
import { N_LAYOUT, T_LAYOUT } from '../simulator/storage/layout.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import type { LicenseToWrite, ProductionTest } from './api.js';
import { compareLicense } from './compare-license.js';
import { enterProductionTest } from './enter.js';
import { BoardTransport } from './testing/board-transport.js';

type ChipName = SimulatedBoard['chip'];

const license: LicenseToWrite = {
  uuid: 'fedcba9876543210',
  authkey: 'Zz9'.repeat(10) + 'Zz',
  pskKey: 'p-'.repeat(18) + 'p',
};
const APP_START = 0x11000;

/** A module as the loader leaves it: factory flash, our application. */
function burned(chip: ChipName, edit: (flash: Uint8Array) => void = () => undefined): Uint8Array {
  const flash = factoryFlash({ chip });
  const protocolClass = chip === 'BK7231N' ? 'N' : 'T';
  const firmware = makeDemoFirmware({
    protocolClass,
    identifier: 'kiln_demo',
    version: '1.4.2',
    appBytes: 0x4000,
  });
  flash.set(firmware.subarray(APP_START), APP_START);
  edit(flash);
  return flash;
}

/** Sets a key in a flash image's storage, as an application that ran for long would have. */
function store(chip: ChipName, name: string, value: string): (flash: Uint8Array) => void {
  return (flash) => {
    const storage = new KeyValueStorage(chip === 'BK7231N' ? N_LAYOUT : T_LAYOUT, {
      readSector: (address) => flash.slice(address, address + 0x1000),
      writeSector: (address, content) => flash.set(content, address),
    });
    if (!storage.mount()) storage.format(new Uint8Array(16).fill(7));
    storage.set(name, Buffer.from(value));
  };
}

interface Bench {
  readonly clock: VirtualClock;
  readonly board: SimulatedBoard;
  readonly port: BoardTransport;
  readonly enter: (enterMs?: number) => Promise<ProductionTest>;
  readonly run: <T>(work: Promise<T>) => Promise<T>;
  /** Takes the power away for a moment, `ms` from now. */
  readonly powerCycleIn: (ms: number) => void;
  readonly events: string[];
}

const boards: SimulatedBoard[] = [];
afterEach(() => {
  for (const board of boards.splice(0)) board.dispose();
});

function bench(chip: ChipName, flash = burned(chip)): Bench {
  const clock = new VirtualClock();
  const board = createBoard({ chip, clock, flash, timing: 'realistic' });
  boards.push(board);
  const events: string[] = [];
  board.onEvent((event) => void ('text' in event && events.push(event.text)));
  const port = new BoardTransport(board, clock);
  const options = { clock, signal: new AbortController().signal };
  return {
    clock,
    board,
    port,
    events,
    enter: (enterMs = 6000) => clock.run(enterProductionTest(port, { ...options, enterMs })),
    run: (work) => clock.run(work),
    powerCycleIn: (ms) => {
      clock.schedule(ms, () => board.power(false));
      clock.schedule(ms + 300, () => board.power(true));
    },
  };
}

const wipe = (flash: Uint8Array): void =>
  void flash.fill(0xff, 0x1cf000, 0x1d0000).fill(0xff, 0x1ed000, 0x200000);

describe.each(['BK7231T', 'BK7231N'] as const)('a %s in its production test', (chip) => {
  it('walks the whole way, and keeps its license over a reset', async () => {
    const { board, enter, run } = bench(chip);
    const test = await enter();
    expect(test.capabilities).toEqual(chip === 'BK7231N' ? [0x13, 0x08] : [0x03, 0x0c]);
    expect(await run(test.fingerprint())).toEqual({ name: 'kiln_demo', version: '1.4.2' });
    expect(await run(test.readMac())).toBe(board.mac);
    expect(await run(test.readLicense())).toBeNull();
    await run(test.writeMac('D8:1F:12:00:4A:07'));
    expect(await run(test.readMac())).toBe('d81f12004a07');
    await run(test.writeLicense(license));
    compareLicense(license, await run(test.readLicense()));
    expect(await run(test.readCountry())).toBe('');
    await run(test.writeCountry('DE'));
    await run(test.writeUserConfig(Buffer.from('{"module":"demo","rl1_pin":26}')));
    expect(await run(test.rssi('any'))).toBe(-45);
    await run(test.gpio());
    await run(test.reset());

    const again = await enter();
    compareLicense(license, await run(again.readLicense()));
    expect(await run(again.readCountry())).toBe('DE');
    expect(await run(again.readMac())).toBe('d81f12004a07');
  });

  it('takes no longer than its window needs, and answers every read in time', async () => {
    const { clock, enter, run } = bench(chip);
    const first = await enter();
    // A fresh N formats its storage on the first enter frame (authorization §0.1.8).
    expect(clock.now()).toBeLessThan(chip === 'BK7231N' ? 4200 : 2500);
    await run(first.reset());
    const reset = clock.now();
    const test = await enter();
    // Loader window, boot, the first frame in the window, 250 ms of quiet (authorization §0.1.15).
    expect(clock.now() - reset).toBeLessThan(2000);
    const before = clock.now();
    await run(test.readLicense());
    expect(clock.now() - before).toBeLessThan(300);
  });

  it('whose window is missed says so by product queries, and enters at the next power-up', async () => {
    const { clock, enter, powerCycleIn } = bench(chip);
    await clock.advance(5000);
    await expect(enter(3000)).rejects.toMatchObject({
      code: 'TEST_NOT_ENTERED',
      data: { seen: 'product-query' },
    });
    powerCycleIn(1000);
    await expect(enter()).resolves.toBeDefined();
  });

  it('that was closed for good never enters, however often it is reset', async () => {
    const { enter, events, powerCycleIn } = bench(chip, burned(chip, store(chip, 'mf_test_close', 'true\0')));
    powerCycleIn(2000);
    powerCycleIn(5000);
    await expect(enter(8000)).rejects.toMatchObject({
      code: 'TEST_NOT_ENTERED',
      data: { seconds: 8, seen: 'product-query' },
    });
    expect(events.filter((text) => /have activ(at)?ed over 15 min/.test(text))).toHaveLength(3);
  });

  it('that has no power is seen as nothing', async () => {
    const { board, enter } = bench(chip);
    board.power(false);
    await expect(enter(2000)).rejects.toMatchObject({ data: { seen: 'nothing', bytes: 0 } });
  });

  it('behind touching wires is seen as an echo', async () => {
    const { board, port, clock, enter } = bench(chip);
    board.power(false);
    const listeners = new Set<(chunk: Uint8Array) => void>();
    port.onData = (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    port.toBoard = (bytes) => {
      clock.schedule(8, () => listeners.forEach((listener) => listener(bytes)));
      return bytes;
    };
    await expect(enter(2000)).rejects.toMatchObject({ data: { seen: 'echo' } });
  });

  it('stays silent at a frame with a wrong sum, and answers the next try', async () => {
    const { clock, port, enter, run } = bench(chip);
    const test = await enter();
    let garbled = 0;
    port.toBoard = (bytes) =>
      garbled++ === 0 ? bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)) : bytes;
    const before = clock.now();
    expect((await run(test.fingerprint())).name).toBe('kiln_demo');
    expect(clock.now() - before).toBeGreaterThan(1500);
    expect(garbled).toBe(2);
  });

  it('gets its license although the acknowledgement was lost', async () => {
    const { port, enter, run } = bench(chip);
    const test = await enter();
    let writes = 0;
    port.toBoard = (bytes) => {
      if (bytes[3] === 0x07) writes += 1;
      return bytes;
    };
    port.toHost = (bytes) => (writes === 1 ? bytes.map(() => 0x20) : bytes);
    await run(test.writeLicense(license));
    expect(writes).toBe(2);
    compareLicense(license, await run(test.readLicense()));
  });

  it('that was wiped enters all the same, and starts without a license', async () => {
    const { enter, run } = bench(chip, burned(chip, wipe));
    const test = await enter();
    expect(await run(test.readLicense())).toBeNull();
    expect((await run(test.fingerprint())).name).toBe('kiln_demo');
    await run(test.writeLicense({ ...license, pskKey: '' }));
    compareLicense({ ...license, pskKey: '' }, await run(test.readLicense()));
  });
});

describe('what only one of them does', () => {
  it('T acknowledges a license too long for it, and read-back finds out', async () => {
    const { enter, run } = bench('BK7231T');
    const test = await enter();
    const long = { ...license, uuid: 'uuid0123456789abcdef', pskKey: 'x'.repeat(44) };
    await run(test.writeLicense(long));
    const read = await run(test.readLicense());
    expect(() => compareLicense(long, read)).toThrow(expect.objectContaining({ code: 'LICENSE_READBACK' }));
  });

  it('N takes 20 and 44, and keeps a PIN that is carried over', async () => {
    const { enter, run } = bench('BK7231N');
    const test = await enter();
    const long = {
      ...license,
      uuid: 'uuid0123456789abcdef',
      pskKey: 'x'.repeat(44),
      facPin: '0123456789abcdef',
    };
    await run(test.writeLicense(long));
    const held = await run(test.readLicense());
    compareLicense(long, held);
    await run(test.writeLicense({ ...license, facPin: held?.facPin ?? null }));
    expect((await run(test.readLicense()))?.facPin).toBe('0123456789abcdef');
    await run(test.writeLicense(license));
    expect((await run(test.readLicense()))?.facPin).toBe('0123456789abcdef');
    await run(test.writeLicense({ ...license, facPin: null }));
    expect((await run(test.readLicense()))?.facPin).toBeNull();
  });

  it('both lose the country with a new license on T only: hence 12 after 07', async () => {
    for (const [chip, after] of [
      ['BK7231T', ''],
      ['BK7231N', 'US'],
    ] as const) {
      const { enter, run } = bench(chip);
      const test = await enter();
      await run(test.writeLicense(license));
      await run(test.writeCountry('US'));
      await run(test.writeLicense(license));
      expect(await run(test.readCountry())).toBe(after);
    }
  });
});
