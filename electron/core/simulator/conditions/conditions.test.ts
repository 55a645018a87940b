import { describe, expect, it } from 'vitest';

import { APPS, type AppName } from '../catalogue/apps.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { createBoard, flashIn, HOME_WIFI, syntheticLicense } from '../index.js';
import { indexPages } from '../storage/data-sector.js';
import { N_LAYOUT, N_OLD_LAYOUT, T_LAYOUT } from '../storage/layout.js';
import { decodeProtectedSector } from '../storage/protected-sector.js';
import { copiesIn, unreferencedText } from '../testing/flash-content.js';
import { hexOf, same } from '../testing/hex.js';
import { storedIn } from '../testing/stored-values.js';
import { TestBench } from '../testing/test-bench.js';
import { CONDITION_NAMES, type ConditionName } from './condition.js';

const MAC = 'd81f12004a07';
const LICENSE = syntheticLicense(MAC);
const BEFORE = syntheticLicense(`before ${MAC}`);
const TUYA = ['t-1.1.71', 'n-2.0.2', 'n-3.1.28', 'tuyaos-3.3'] as const;

const chipOf = (app: AppName): 'BK7231T' | 'BK7231N' => (APPS[app].builtFor === 'T' ? 'BK7231T' : 'BK7231N');
const bench = (app: AppName, condition: ConditionName): TestBench =>
  new TestBench({ chip: chipOf(app), app, condition, mac: MAC });
const image = (app: AppName, condition: ConditionName): Uint8Array =>
  flashIn(condition, { chip: chipOf(app), app, mac: MAC });
const recordAt = (flash: Uint8Array, at: number, key: string): string =>
  Buffer.from(decodeProtectedSector(flash.slice(at, at + 0x1000))?.records.get(key) ?? []).toString();

describe('a synthetic license (authorization §3)', () => {
  it('has the shapes of real ones and is the same for the same board', () => {
    expect(LICENSE).toEqual(syntheticLicense(MAC));
    expect(LICENSE).not.toEqual(BEFORE);
    expect(LICENSE.uuid).toMatch(/^[0-9a-f]{16}$/);
    expect(LICENSE.authKey).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(LICENSE.psk).toMatch(/^[A-Za-z0-9]{37}$/);
    expect(syntheticLicense(MAC, 'tuyaopen')).toMatchObject({ uuid: `uuid${LICENSE.uuid}`, psk: '' });
  });
});

describe.each(TUYA)('%s in every condition', (app) => {
  it.each(CONDITION_NAMES.filter((name) => !['blank', 'locked'].includes(name)))(
    '%s enters the test, and tells the license it should have',
    async (condition) => {
      const board = await bench(app, condition).enter();
      const { storage } = APPS[app].app.kind === 'tuya' ? APPS[app].app.personality : { storage: T_LAYOUT };
      const survives = {
        wiped: null,
        fresh: null,
        authorized: LICENSE,
        paired: LICENSE,
        unlocked: storage.protectedSectors.length > 0 ? LICENSE : null,
        'unlocked-protected': storage.protectedSectors.length > 1 ? LICENSE : null,
        'unlocked-all': null,
        aged: LICENSE,
        torn: BEFORE,
        'torn-protected': LICENSE,
        diverged: LICENSE,
      }[condition as Exclude<ConditionName, 'blank' | 'locked'>];
      const told = board.json(0x08);
      if (survives) {
        const { uuid, authKey: auzkey, psk: pskKey, facPin: fac_pin } = survives;
        expect(told).toMatchObject({ ret: true, uuid, auzkey, pskKey });
        if (chipOf(app) === 'BK7231N') expect(told).toMatchObject({ check_pin: true, fac_pin });
      } else expect(told).toEqual({ ret: false });
    },
  );

  it('locked never opens the window, and says so on UART2 with the line that proves nothing (§0.1.11)', async () => {
    const board = bench(app, 'locked');
    const lines: string[] = [];
    board.board.onLog((bytes) => lines.push(Buffer.from(bytes).toString()));
    board.board.pressReset();
    await board.clock.advance(1201);
    expect(hexOf(board.host.take())).toBe('55 AA 00 00 00 00 FF');
    expect(lines.join('')).toBe('have actived over 15 min, not enter mf_init\r\nmf_init succ\r\n');
    expect(board.ask(0x08)).toBeNull();
  });

  it('is the same image for the same board, and another one for another', () => {
    expect(same(image(app, 'aged'), image(app, 'aged'))).toBe(true);
    const other = flashIn('aged', { chip: chipOf(app), app, mac: 'd81f12004a08' });
    expect(same(image(app, 'aged'), other)).toBe(false);
  });
});

describe.each([
  ['t-1.1.71', 'BK7231T', T_LAYOUT],
  ['n-2.1.17', 'BK7231N', N_OLD_LAYOUT],
  ['n-3.1.28', 'BK7231N', N_LAYOUT],
] as const)('the flash of %s (authorization §5)', (app, chip, layout) => {
  it('paired: state, Wi-Fi password, descriptor, servers, schema, pins, NULs where modules have them', () => {
    const flash = image(app, 'paired');
    const state = JSON.parse(storedIn(chip, flash, 'gw_wsm') ?? '') as Record<string, unknown>;
    expect(state).toMatchObject({
      nc_tp: chip === 'BK7231T' ? 3 : 12,
      stat: 2,
      wfb64: 1,
      ssid: HOME_WIFI.ssid,
    });
    expect(Buffer.from(String(state.passwd), 'base64').toString()).toBe(HOME_WIFI.password);
    const device = JSON.parse(storedIn(chip, flash, 'gw_di') ?? '') as Record<string, string>;
    expect(device.id).toMatch(/^[a-z0-9]{22}$/);
    expect(device.pk).toMatch(/^[a-z0-9]{16}$/);
    expect(device.firmk).toMatch(/^key[a-z0-9]{13}$/);
    expect(storedIn(chip, flash, device.s_id ?? '')).toMatch(/^\[\{.*\]\0$/);
    expect(storedIn(chip, flash, 'em_sys_env')).toBe(chip === 'BK7231T' ? 'BK7231S_2M\0' : 'bk7231n\0');
    expect(storedIn(chip, flash, 'user_param_key')).toMatch(/^\{rl1_pin:6,/);
    expect(storedIn(chip, flash, 'mf_test_close')).toBeNull();
    expect(storedIn(chip, image(app, 'locked'), 'mf_test_close')).toBe('true\0');
    expect(storedIn(chip, flash, 'gw_bi')?.endsWith('}')).toBe(true);
  });

  it('aged: stale copies with lower counters, old licenses in loose pages, parts and blocks', () => {
    const copies = copiesIn(image(app, 'aged'), layout);
    const ids = copies.map(({ id }) => id);
    expect(new Set(ids).size).toBe(layout.blocks);
    expect(ids.length).toBeGreaterThan(layout.blocks);
    const live = [...new Set(ids)].map(
      (id) => copies.filter((copy) => copy.id === id).sort((a, b) => b.counter - a.counter)[0],
    );
    // The stale copy differs, and nothing but the counter tells which one counts.
    for (const copy of copies.filter((each) => !live.includes(each))) {
      const newest = live.find((each) => each?.id === copy.id);
      expect(newest?.counter).toBeGreaterThan(copy.counter);
    }
    const indexes = live.flatMap((copy) => (copy ? indexPages(copy.plain) : []));
    expect(Math.max(...indexes.map(({ parts }) => parts.length))).toBeGreaterThan(3);
    expect(indexes.some(({ parts }) => new Set(parts.map(({ block }) => block)).size > 1)).toBe(true);
    const everywhere = live.flatMap((copy) => copy ?? []);
    const loose = copies.map((copy) => unreferencedText(copy, everywhere)).join('');
    expect(loose.includes(BEFORE.uuid)).toBe(true);
    expect(storedIn(chip, image(app, 'aged'), 'user_param_key')?.length).toBe(6002);
  });

  it('torn: the sector of the second license is no block, the block before it stands', () => {
    const whole = copiesIn(image(app, 'authorized'), layout);
    const flash = image(app, 'torn');
    const copies = copiesIn(flash, layout);
    expect(copies.length).toBeLessThanOrEqual(whole.length);
    expect(storedIn(chip, flash, 'gw_bi')).toContain(BEFORE.uuid);
    expect(storedIn(chip, flash, 'gw_bi')).not.toContain(LICENSE.uuid);
  });
});

describe('the protected copies (authorization §5.4)', () => {
  it('stand where the generation has them, with what it keeps there, never the flag', () => {
    const t = image('t-1.1.71', 'locked');
    const old = image('n-2.0.2', 'locked');
    const now = image('n-3.1.28', 'locked');
    const erased = (flash: Uint8Array, at: number): boolean =>
      flash.subarray(at, at + 0x1000).every((byte) => byte === 0xff);
    expect([erased(t, 0x1ed000), erased(t, 0x1cf000)]).toEqual([true, true]);
    expect([erased(old, 0x1ed000), erased(old, 0x1cf000)]).toEqual([false, true]);
    expect(same(now.slice(0x1ed000, 0x1ee000), now.slice(0x1cf000, 0x1d0000))).toBe(true);
    const keys = (flash: Uint8Array): string[] => [
      ...(decodeProtectedSector(flash.slice(0x1ed000, 0x1ee000))?.records.keys() ?? []),
    ];
    expect(keys(old)).toEqual(['gw_bi', 'gw_wsm']);
    expect(keys(now)).toEqual(['gw_bi', 'gw_wsm', 'rcs.active']);
    expect(decodeProtectedSector(old.slice(0x1ed000, 0x1ee000))?.writes).toBe(0xffffffff);
    expect(decodeProtectedSector(now.slice(0x1cf000, 0x1d0000))?.writes).toBe(2);
  });

  it('are torn, or older than the storage, where the condition says so', () => {
    const torn = image('n-3.1.28', 'torn-protected');
    expect(decodeProtectedSector(torn.slice(0x1ed000, 0x1ee000))).toBeNull();
    expect(recordAt(torn, 0x1cf000, 'gw_bi')).toContain(BEFORE.uuid);
    expect(storedIn('BK7231N', torn, 'gw_bi')).toContain(LICENSE.uuid);
    const diverged = image('n-2.1.17', 'diverged');
    expect(recordAt(diverged, 0x1ed000, 'gw_bi')).toContain(BEFORE.uuid);
    expect(storedIn('BK7231N', diverged, 'gw_bi')).toContain(LICENSE.uuid);
  });

  it('bring an older license back once the storage of a diverged board is erased', async () => {
    const flash = image('n-3.1.28', 'diverged').fill(0xff, 0x1ee000, 0x200000);
    const board = await new TestBench({ chip: 'BK7231N', flash }).enter();
    expect(board.json(0x08)).toMatchObject({ uuid: BEFORE.uuid });
  });
});

describe('flashIn', () => {
  it('keeps the application of the flash it is given, and the RF sector', () => {
    const given = new TestBench({ chip: 'BK7231N', mac: MAC }).board.flashImage();
    const flash = flashIn('paired', { chip: 'BK7231N', flash: given });
    expect(same(flash.subarray(0, 0x1cf000), given.subarray(0, 0x1cf000))).toBe(true);
    expect(same(flash.subarray(0x1d0000, 0x1ed000), given.subarray(0x1d0000, 0x1ed000))).toBe(true);
    expect(storedIn('BK7231N', flash, 'gw_bi')).toContain(LICENSE.uuid);
  });

  it('gives the image the name that was asked for', async () => {
    const fingerprint = { name: 'lamp', version: '2.0.0' };
    const board = createBoard({
      chip: 'BK7231T',
      clock: new VirtualClock(),
      condition: 'authorized',
      fingerprint,
    });
    const named = await new TestBench({ chip: 'BK7231T', flash: board.flashImage() }).enter();
    expect(named.json(0x06)).toEqual({ ret: true, firmName: 'lamp', firmVer: '2.0.0' });
  });

  it('leaves a blank board without an application, and refuses what TuyaOpen does not know', () => {
    const flash = flashIn('blank', { chip: 'BK7231T' });
    expect(flash.subarray(0x11000, 0x12000).every((byte) => byte === 0xff)).toBe(true);
    expect(() => flashIn('locked', { chip: 'BK7231N', app: 'tuyaopen' })).toThrow(/USAGE/);
  });

  it('carries the license it was given', async () => {
    const license = { uuid: 'a'.repeat(20), authKey: 'B'.repeat(32), psk: 'c'.repeat(44), facPin: '' };
    const board = await new TestBench({ chip: 'BK7231N', condition: 'authorized', license }).enter();
    expect(board.json(0x08)).toMatchObject({ uuid: license.uuid, pskKey: license.psk });
  });
});

describe('the RF sector (authorization §5.7)', () => {
  it.each([
    ['erased', 'c8478c000000'],
    ['ff', 'ffffffffffff'],
    ['sound', MAC],
  ] as const)('%s: 09 tells %s', async (rf, mac) => {
    const board = await new TestBench({ chip: 'BK7231N', rf, mac: MAC, condition: 'fresh' }).enter();
    expect(board.json(0x09)).toEqual({ ret: true, mac, muid: mac });
  });
});
