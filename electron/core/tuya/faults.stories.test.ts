import { afterEach, describe, expect, it } from 'vitest';
import { syntheticLicense, tuningOfFaults, type CreateBoardOptions } from '../simulator/index.js';
import type { LicenseToWrite } from './api.js';
import { compareLicense } from './compare-license.js';
import { bench as makeBench, type Bench } from './testing/bench.js';

const benches: Bench[] = [];
afterEach(() => {
  for (const { board } of benches.splice(0)) board.dispose();
});

const CHIPS = ['BK7231T', 'BK7231N'] as const;
const license: LicenseToWrite = {
  uuid: 'fedcba9876543210',
  authkey: 'Zz9'.repeat(10) + 'Zz',
  pskKey: 'p-'.repeat(18) + 'p',
};

function bench(
  chip: (typeof CHIPS)[number],
  faults: readonly string[],
  more: Partial<CreateBoardOptions> = {},
): Bench {
  const made = makeBench({ chip, condition: 'fresh', ...tuningOfFaults(faults), ...more });
  benches.push(made);
  return made;
}

describe.each(CHIPS)('a %s with a fault', (chip) => {
  it('extra-enter-reply: the late one answers nothing else', async () => {
    const { enter, run } = bench(chip, ['extra-enter-reply=200']);
    const test = await enter();
    expect(await run(test.readLicense())).toBeNull();
  });

  it('drop-reply and damage-reply: asked again, nothing lost', async () => {
    const { clock, enter, run, notes } = bench(chip, ['drop-reply=1', 'damage-reply=4']);
    const test = await enter();
    expect((await run(test.fingerprint())).name).toBe('kiln_sim_light');
    await run(test.writeLicense(license));
    compareLicense(license, await run(test.readLicense()));
    expect(notes.filter((key) => key === 'test.retry')).toHaveLength(2);
    expect(clock.now()).toBeLessThan(20_000);
  });

  it('drop-first=07: the write is repeated, which harms nothing', async () => {
    const { enter, run } = bench(chip, ['drop-first=07']);
    const test = await enter();
    await run(test.writeLicense(license));
    compareLicense(license, await run(test.readLicense()));
  });

  it('late=3000:08: no stale answer proves or disproves a write', async () => {
    const { enter, run } = bench(chip, ['late=3000:08']);
    const test = await enter();
    expect(await run(test.readLicense())).toBeNull();
    await run(test.writeLicense(license));
    compareLicense(license, await run(test.readLicense()));
    await run(test.writeLicense({ ...license, uuid: '0000111122223333' }));
    expect((await run(test.readLicense()))?.uuid).toBe('0000111122223333');
  });

  it('late=800: slower than usual, in time all the same', async () => {
    const { enter, run } = bench(chip, ['late=800']);
    const test = await enter();
    await run(test.writeCountry('DE'));
    expect(await run(test.readCountry())).toBe('DE');
  });

  it.each([
    ['license-refused', 'LICENSE_REFUSED'],
    ['license-altered', 'LICENSE_READBACK'],
    ['license-lost', 'LICENSE_READBACK'],
  ])('%s is found out: %s', async (fault, code) => {
    const { enter, run } = bench(chip, [fault]);
    const test = await enter();
    const proven = async (): Promise<void> => {
      await test.writeLicense(license);
      compareLicense(license, await test.readLicense());
    };
    await expect(run(proven())).rejects.toMatchObject({ code });
  });

  it('flash-locked: 08 tells what the module has in memory, and only a restart finds it out', async () => {
    const { enter, run } = bench(chip, ['flash-locked']);
    const test = await enter();
    await run(test.writeLicense(license));
    compareLicense(license, await run(test.readLicense()));
    await run(test.reset());
    const again = await enter();
    const read = await run(again.readLicense());
    expect(() => compareLicense(license, read)).toThrow(
      expect.objectContaining({ code: 'LICENSE_READBACK' }),
    );
  });

  it('power-loss in 07: the application is heard, no more tries, and the next window serves', async () => {
    const { clock, enter, run, powerCycleIn } = bench(chip, ['power-loss=07']);
    const test = await enter();
    const before = clock.now();
    await expect(run(test.writeLicense(license))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '07', tries: 1, restarted: true },
    });
    expect(clock.now() - before).toBeLessThan(7000);
    powerCycleIn(100);
    const again = await enter();
    await run(again.writeLicense(license));
    compareLicense(license, await run(again.readLicense()));
  });

  it.each(['no-fingerprint', 'fingerprint-silent'])('%s', async (fault) => {
    const { enter, run } = bench(chip, [fault]);
    const test = await enter();
    await expect(run(test.fingerprint())).rejects.toMatchObject({
      code: 'FINGERPRINT_UNREADABLE',
      data: { answered: fault === 'no-fingerprint' },
    });
  });

  it('wrong-firmware is told as it says it', async () => {
    const { enter, run } = bench(chip, ['wrong-firmware=other@2.0.0']);
    expect(await run((await enter()).fingerprint())).toEqual({ name: 'other', version: '2.0.0' });
  });

  it('no-ap and a weak one are two things', async () => {
    const none = bench(chip, ['no-ap']);
    await expect(none.run((await none.enter()).rssi('kiln'))).rejects.toMatchObject({
      code: 'RSSI_NO_AP',
      data: { ssid: 'kiln' },
    });
    const weak = bench(chip, ['rssi=-88']);
    expect(await weak.run((await weak.enter()).rssi('kiln'))).toBe(-88);
  });

  it('gpio-short: the pin test fails, and newer firmware names the pins of the map', async () => {
    const { enter, run } = bench(chip, ['gpio-short=7,8']);
    const test = await enter();
    const pins = chip === 'BK7231N' ? '7' : '?';
    await expect(run(test.gpio({ G: [[6, 7], [26]] }))).rejects.toMatchObject({
      code: 'GPIO_FAILED',
      data: { pins },
    });
    if (chip === 'BK7231N') await run(test.gpio({ G: [6, 26] }));
  });

  it('reset-silent and reset-ignored: no reply, a code', async () => {
    for (const fault of ['reset-silent', 'reset-ignored']) {
      const { enter, run } = bench(chip, [fault]);
      await expect(run((await enter()).reset())).rejects.toMatchObject({
        code: 'TEST_NO_REPLY',
        data: { command: '0A' },
      });
    }
  });

  it('default-mac and ff-mac are told, for others to judge; writing one helps', async () => {
    const { enter, run } = bench(chip, ['default-mac']);
    const test = await enter();
    expect(await run(test.readMac())).toBe('c8478c000000');
    await run(test.writeMac('d81f12004a07'));
    expect(await run(test.readMac())).toBe('d81f12004a07');
    const ff = bench(chip, ['ff-mac']);
    expect(await ff.run((await ff.enter()).readMac())).toBe('ffffffffffff');
  });
});

describe('what a board held before', () => {
  it.each(CHIPS)('%s: the license of the condition is read', async (chip) => {
    for (const condition of ['authorized', 'paired'] as const) {
      const { board, enter, run } = bench(chip, [], { condition });
      const { uuid, authKey } = syntheticLicense(board.mac);
      expect(await run((await enter()).readLicense())).toMatchObject({
        uuid,
        authkey: authKey,
        prodTest: false,
      });
    }
  });

  it('an N that was unlocked still has it, a T has lost it (authorization §5.7)', async () => {
    for (const chip of CHIPS) {
      const { board, enter, run } = bench(chip, [], { condition: 'unlocked' });
      const held = await run((await enter()).readLicense());
      expect(held?.uuid ?? null).toBe(chip === 'BK7231N' ? syntheticLicense(board.mac).uuid : null);
    }
  });
});
