import { afterEach, describe, expect, it } from 'vitest';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { N_LAYOUT } from '../simulator/storage/layout.js';
import { storedIn } from '../simulator/testing/stored-values.js';
import { restoreBoard } from './backup-board.js';
import { inspectImage } from './inspect-image.js';
import { openProductionTest } from './open-test.js';
import { readBoard } from './read-board.js';
import {
  benchOf,
  LICENSE,
  openValues,
  usedFlash,
  usedValues,
  WIFI_PASSWORD,
  type RepairBench,
} from './testing/boards.js';
import { unlockBoard } from './unlock.js';
import { wipeBoard } from './wipe.js';

type Chip = 'BK7231T' | 'BK7231N';

const benches: RepairBench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.board.dispose();
});

function boardWith(chip: Chip, flash: Uint8Array): RepairBench {
  const bench = benchOf(chip, flash);
  benches.push(bench);
  return bench;
}

const unlock = (bench: RepairBench, part: Partial<Parameters<typeof unlockBoard>[1]> = {}) =>
  bench.clock.run(unlockBoard(bench.transport, { ...bench.request, ...part }, bench.repairContext));
const wipe = (bench: RepairBench, part: Partial<Parameters<typeof wipeBoard>[1]> = {}) =>
  bench.clock.run(wipeBoard(bench.transport, { ...bench.request, ...part }, bench.repairContext));
const read = (bench: RepairBench) =>
  bench.clock.run(readBoard(bench.transport, bench.request, bench.repairContext));

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const blank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0xff);
const held = (chip: Chip, flash: Uint8Array) => {
  const { authorized, uuid, productionTestClosed, provisioned } = inspectImage(flash, { chip });
  return { authorized, uuid, productionTestClosed, provisioned };
};
/** RF and MAC of both classes, bootloader and application. */
function expectRestUntouched(before: Uint8Array, after: Uint8Array): void {
  expect(same(after.subarray(0, 0x1cf000), before.subarray(0, 0x1cf000))).toBe(true);
  expect(same(after.subarray(0x1d0000, 0x1ed000), before.subarray(0x1d0000, 0x1ed000))).toBe(true);
}

describe('inspecting a live board', () => {
  it.each(['BK7231T', 'BK7231N'] as const)(
    'tells of a %s what its dump tells, in a second, and changes nothing',
    async (chip) => {
      const flash = usedFlash(chip);
      const bench = boardWith(chip, flash);
      const { report } = await read(bench);
      expect(report).toMatchObject({
        chip,
        mac: bench.board.mac,
        authorized: true,
        uuid: LICENSE.uuid,
        productionTestClosed: true,
        provisioned: true,
        source: 'kv',
        storage: 'sound',
        pid: 'keepid0123456789',
        country: 'DE',
      });
      // A dump does not tell what only the loader can ask, and more was read of it.
      const { digest, bootloader, flashId } = report;
      expect({ ...inspectImage(flash, { chip }), digest, bootloader, flashId }).toEqual(report);
      expect(same(bench.board.flashImage(), flash)).toBe(true);
      const reading = bench.told.findIndex((event) => event.type === 'stage' && event.stage === 'read');
      expect(reading).toBeGreaterThan(0);
      const text = JSON.stringify(report);
      for (const secret of [LICENSE.authkey, LICENSE.pskKey, WIFI_PASSWORD])
        expect(text).not.toContain(secret);
    },
  );

  it('asks the running application where it is asked to, and takes no answer for an answer', async () => {
    for (const [values, firmware] of [
      [openValues('BK7231N'), { name: 'bench', version: '1.2.3', source: 'running' }],
      [usedValues('BK7231N'), { name: null, version: '1.1.71', source: 'storage' }],
    ] as const) {
      const bench = boardWith('BK7231N', usedFlash('BK7231N', values));
      const request = { ...bench.request, askRunning: true };
      const { report } = await bench.clock.run(readBoard(bench.transport, request, bench.repairContext));
      expect(report.firmware).toEqual(firmware);
    }
  });

  it('takes about a second from identification at 921600 baud', async () => {
    const bench = boardWith('BK7231N', usedFlash('BK7231N'));
    let identified = 0;
    let left = 0;
    bench.onTold = (event) => {
      if (event.type === 'baud') identified = bench.clock.now();
      if (event.type === 'stage' && event.stage === 'reboot') left = bench.clock.now();
    };
    await read(bench);
    expect(left - identified).toBeGreaterThan(800);
    expect(left - identified).toBeLessThan(1800);
  });
});

describe('authorization §5.7, row by row', () => {
  it('T locked: erased, enters, and the same license is written again', async () => {
    const before = usedFlash('BK7231T');
    const bench = boardWith('BK7231T', before);
    const outcome = await unlock(bench);
    expect(outcome).toMatchObject({
      way: 'rewrite',
      license: 'rewritten',
      uuid: LICENSE.uuid,
      proved: true,
      mac: bench.board.mac,
    });
    const after = bench.board.flashImage();
    expect(held('BK7231T', after)).toEqual({
      authorized: true,
      uuid: LICENSE.uuid,
      productionTestClosed: false,
      provisioned: false,
    });
    const license = JSON.parse(storedIn('BK7231T', after, 'gw_bi') ?? '') as object;
    expect(license).toMatchObject({ auth_key: LICENSE.authkey, psk_key: LICENSE.pskKey, country_code: 'DE' });
    expect(storedIn('BK7231T', after, 'user_param_key')).toBe('{module:demo,rl1_pin:26}');
    expectRestUntouched(before, after);
    // The mirror's and the protected sector's place are user data on class T.
    expect(same(after.subarray(0x1ed000, 0x1ee000), before.subarray(0x1ed000, 0x1ee000))).toBe(true);
    expect(bench.backups.kept).toHaveLength(1);
  });

  it('T erased: the documented recipe alone opens it and loses the license, which is handed back', async () => {
    const bench = boardWith('BK7231T', usedFlash('BK7231T'));
    const opened = await bench.clock.run(
      openProductionTest(bench.transport, bench.request, bench.repairContext),
    );
    expect(opened).toMatchObject({
      plan: { way: 'rewrite', license: 'rewritten', pairing: 'lost' },
      license: { uuid: LICENSE.uuid, authkey: LICENSE.authkey, pskKey: LICENSE.pskKey },
      country: 'DE',
    });
    await bench.clock.advance(6000);
    expect(held('BK7231T', bench.board.flashImage())).toMatchObject({
      authorized: false,
      productionTestClosed: false,
    });
  });

  it('N 3.1.28 locked and paired: the documented erase; the module brings its license back, factory PIN included', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    const outcome = await unlock(bench);
    expect(outcome).toMatchObject({ way: 'restore', license: 'kept', uuid: LICENSE.uuid, proved: true });
    const after = bench.board.flashImage();
    expect(held('BK7231N', after)).toMatchObject({
      authorized: true,
      uuid: LICENSE.uuid,
      productionTestClosed: false,
    });
    const license = JSON.parse(storedIn('BK7231N', after, 'gw_bi') ?? '') as object;
    expect(license).toMatchObject({
      auth_key: LICENSE.authkey,
      psk30_key: LICENSE.pskKey,
      fac_pin: LICENSE.facPin,
    });
    expect(storedIn('BK7231N', after, 'user_param_key')).toBe('{module:demo,rl1_pin:26}');
    expect(storedIn('BK7231N', after, 'kv.ccode.mf')).toBe('DE');
    expectRestUntouched(before, after);
  });

  it('N with 0x1ED000 wiped: restored from the mirror all the same', async () => {
    const flash = usedFlash('BK7231N');
    flash.fill(0xff, 0x1ed000, 0x1ee000);
    const bench = boardWith('BK7231N', flash);
    expect(await unlock(bench)).toMatchObject({ way: 'restore', license: 'kept', proved: true });
    expect(held('BK7231N', bench.board.flashImage())).toMatchObject({ authorized: true, uuid: LICENSE.uuid });
  });

  it('N with both copies gone: the license is written again instead, with its factory PIN', async () => {
    const flash = usedFlash('BK7231N');
    for (const address of N_LAYOUT.protectedSectors) flash.fill(0xff, address, address + 0x1000);
    const bench = boardWith('BK7231N', flash);
    expect(await unlock(bench)).toMatchObject({ way: 'rewrite', license: 'rewritten', proved: true });
    const license = JSON.parse(storedIn('BK7231N', bench.board.flashImage(), 'gw_bi') ?? '') as object;
    expect(license).toMatchObject({ uuid: LICENSE.uuid, auth_key: LICENSE.authkey, fac_pin: LICENSE.facPin });
  });

  it('N whose copy holds another license: never left to restore it, the board keeps the one it works with', async () => {
    const values = usedValues('BK7231N');
    const other = { ...values, gw_bi: (values['gw_bi'] ?? '').replace(LICENSE.uuid, '0123456789abcdef') };
    const bench = boardWith('BK7231N', usedFlash('BK7231N', values, other));
    expect(await unlock(bench)).toMatchObject({ way: 'rewrite', uuid: LICENSE.uuid, proved: true });
    const after = inspectImage(bench.board.flashImage(), { chip: 'BK7231N' });
    expect(after).toMatchObject({ uuid: LICENSE.uuid, productionTestClosed: false });
    // Command 07 renewed the copies (authorization §0.1.6).
    expect(after.copies.map(({ uuid }) => uuid)).toEqual([LICENSE.uuid, LICENSE.uuid]);
  });

  it('N all wiped: no license anywhere, RF and MAC as they were, the test open', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    const wiped = await wipe(bench);
    expect(wiped.erased).toEqual([
      { start: 0x1cf000, end: 0x1d0000 },
      { start: 0x1ed000, end: 0x1ee000 },
      { start: 0x1ee000, end: 0x200000 },
    ]);
    expectRestUntouched(before, bench.board.flashImage());
    await bench.clock.advance(10_000);
    const after = bench.board.flashImage();
    expect(held('BK7231N', after)).toMatchObject({ authorized: false, uuid: null });
    // Not even as leftovers: nothing but the copy's and the storage's own sectors could hold it, and they were erased.
    const { entries, copies } = inspectImage(after, { chip: 'BK7231N' });
    expect(entries.some(({ key }) => key === 'gw_bi')).toBe(false);
    expect(copies.every(({ uuid }) => uuid === null)).toBe(true);
  });
});

describe('wiping', () => {
  it('leaves what is erased blank, proved, by sectors alone, and what class T has at 0x1ED000 and 0x1CF000 alone', async () => {
    const before = usedFlash('BK7231T');
    before.fill(0x42, 0x1ed000, 0x1ee000).fill(0x43, 0x1cf000, 0x1d0000);
    const bench = boardWith('BK7231T', before);
    const sent: number[] = [];
    bench.faults.toBoard = (bytes) => {
      // Long command 0F: erase; its first parameter is the flash opcode (protocol §4).
      if (bytes[3] === 0xff && bytes[4] === 0xf4 && bytes[7] === 0x0f) sent.push(bytes[8] ?? 0);
      return bytes;
    };
    let after: Uint8Array | null = null;
    bench.onTold = (event) => {
      if (event.type === 'stage' && event.stage === 'reboot') after = bench.board.flashImage();
    };
    await wipe(bench);
    if (!after) throw new Error('never rebooted');
    const erased: Uint8Array = after;
    expect(blank(erased.subarray(0x1ee000))).toBe(true);
    expectRestUntouched(before, erased);
    expect(erased[0x1ed000]).toBe(0x42);
    expect(erased[0x1cf000]).toBe(0x43);
    expect(sent.length).toBe(18);
    expect(new Set(sent)).toEqual(new Set([0x20]));
  });

  it('is undone by its backup, on the same board only', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    const { backup } = await wipe(bench);
    const request = { ...bench.request, path: backup };
    const { mac } = await bench.clock.run(restoreBoard(bench.transport, request, bench.repairContext));
    expect(mac).toBe(bench.board.mac);
    expect(same(bench.board.flashImage(), before)).toBe(true);

    const other = benchOf('BK7231N', usedFlash('BK7231N').fill(0x99, 0x1d0024, 0x1d002a));
    benches.push(other);
    const untouched = other.board.flashImage();
    await expect(
      other.clock.run(restoreBoard(other.transport, request, other.repairContext)),
    ).rejects.toMatchObject({ code: 'BACKUP_OTHER_BOARD' });
    expect(same(other.board.flashImage(), untouched)).toBe(true);
  });
});

describe('what goes wrong', () => {
  it('a board that is not the one of the plan is left alone', async () => {
    const before = usedFlash('BK7231T');
    const bench = boardWith('BK7231T', before);
    await expect(unlock(bench, { digest: 'a'.repeat(64) })).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(same(bench.board.flashImage(), before)).toBe(true);
    expect(bench.backups.kept).toHaveLength(0);
  });

  it('the plan that was shown is carried out on the board it was shown for', async () => {
    const bench = boardWith('BK7231T', usedFlash('BK7231T'));
    const { report } = await read(bench);
    expect(await unlock(bench, { digest: report.digest })).toMatchObject({ proved: true });
  });

  it('a refusal when asked leaves the board as it was', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    const confirm = (): never => {
      throw new KilnError('CANCELLED');
    };
    await expect(wipe(bench, { confirm })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });

  it('without a backup nothing is erased', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    bench.backups.save = () => Promise.reject(new KilnError('BACKUP_FAILED', { path: '/', detail: 'full' }));
    await expect(unlock(bench)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });

  it('a production test that never comes leaves the backup, which brings the board back', async () => {
    const before = usedFlash('BK7231T');
    // An application that does not start at all.
    before.fill(0xff, 0x11000, 0x12000);
    const bench = boardWith('BK7231T', before);
    const failed = unlock(bench, { enterMs: 2000 });
    await expect(failed).rejects.toMatchObject({
      code: 'UNLOCK_INCOMPLETE',
      data: { detail: 'TEST_NOT_ENTERED', backup: 'memory:0' },
    });
    const request = { ...bench.request, path: 'memory:0' };
    await bench.clock.run(restoreBoard(bench.transport, request, bench.repairContext));
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });

  it('a test that is open is not touched', async () => {
    const before = usedFlash('BK7231T', openValues('BK7231T'));
    const bench = boardWith('BK7231T', before);
    expect(await unlock(bench)).toMatchObject({ way: 'open', backup: null, proved: false, license: 'kept' });
    expect(same(bench.board.flashImage(), before)).toBe(true);
  });

  it('the flag dropped in place keeps everything, and the module enters', async () => {
    for (const chip of ['BK7231T', 'BK7231N'] as const) {
      const bench = boardWith(chip, usedFlash(chip));
      expect(await unlock(bench, { way: 'lift' })).toMatchObject({
        way: 'lift',
        license: 'kept',
        proved: true,
      });
      const after = inspectImage(bench.board.flashImage(), { chip });
      expect(after).toMatchObject({ authorized: true, provisioned: true, productionTestClosed: false });
      expect(after.entries.map(({ key }) => key)).toContain('gw_di');
    }
  });

  it('a stop in the middle of the erase says so, and the backup holds what stood there', async () => {
    const before = usedFlash('BK7231N');
    const bench = boardWith('BK7231N', before);
    let erasing = false;
    bench.onTold = (event) => {
      if (event.type === 'stage') erasing = event.stage === 'erase';
      if (erasing && event.type === 'progress' && event.address === 0x1f4000)
        bench.stop.abort(new KilnError('CANCELLED'));
    };
    await expect(wipe(bench)).rejects.toMatchObject({
      code: 'REPAIR_INTERRUPTED',
      data: { backup: 'memory:0', detail: 'CANCELLED' },
    });
    expect(blank(bench.board.flashImage().subarray(0x1ee000, 0x1f4000))).toBe(true);
    expect(blank(bench.board.flashImage().subarray(0x1f8000))).toBe(false);
    const [backup] = bench.backups.kept;
    const storage = backup?.ranges.at(-1);
    expect(storage && same(storage.bytes, before.subarray(storage.start))).toBe(true);
  });
});
