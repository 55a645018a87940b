import { crc32 } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { indexPages, openBlock } from '../storage/data-sector.js';
import { decodeKeySector } from '../storage/key-sector.js';
import { dataKey } from '../storage/keys.js';
import { T_LAYOUT } from '../storage/layout.js';
import { decodeProtectedSector } from '../storage/protected-sector.js';
import { appImage, flashWithApp } from '../testing/app-image.js';
import { LINK, long, short } from '../testing/frames.js';
import { hexOf, same } from '../testing/hex.js';
import { flashWith, storedIn } from '../testing/stored-values.js';
import { splitFrames, TestBench, testFrame } from '../testing/test-bench.js';
import { N_2_1_17 } from './personality.js';

const T = { chip: 'BK7231T' } as const;
const N = { chip: 'BK7231N' } as const;
const BOTH = [T, N];
const ENTER = testFrame(0);

const LICENSE = {
  auzkey: 'K'.repeat(32),
  uuid: 'u'.repeat(16),
  ap_ssid: 'SmartLife',
  prod_test: false,
  pskKey: 'p'.repeat(37),
};

/** What stands in the flash of the bench's board. */
const stored = (bench: TestBench, key: string): string | null =>
  storedIn(bench.board.chip, bench.board.flashImage(), key);

describe.each(BOTH)('the test window of a $chip (authorization §1.1)', ({ chip }) => {
  it('takes the enter frame, empty or with one 00, and only at 9600', async () => {
    for (const data of [[], [0]]) {
      const bench = new TestBench({ chip });
      await bench.reachWindow();
      bench.host.rate = 115200;
      bench.host.send(testFrame(0, data));
      expect(bench.host.look()).toBe('');
      bench.host.rate = 9600;
      const [reply] = splitFrames(Buffer.from([])).concat(bench.ask(0, data) ?? []);
      expect(hexOf(reply?.data ?? [])).toBe(chip === 'BK7231T' ? '03 0C' : '13 08');
      expect(bench.log).toContain('application enter prod');
    }
  });

  it('is 500 ms, and takes nothing but the enter frame', async () => {
    const bench = new TestBench({ chip });
    await bench.reachWindow();
    expect(bench.ask(0x09)).toBeNull();
    expect(bench.ask(0x00, [1])).toBeNull();
    await bench.clock.advance(490);
    expect(bench.ask(0x00)).not.toBeNull();
    await bench.reachWindow();
    await bench.clock.advance(500);
    expect(splitFrames(bench.host.take()).map(({ command, data }) => [command, data.length])).toEqual([
      [0, 0],
    ]);
  });

  it('is not there before the application is', async () => {
    const bench = new TestBench({ chip });
    bench.board.pressReset();
    await bench.clock.advance(1100);
    expect(bench.ask(0x00)).toBeNull();
  });

  it('is never opened once mf_test_close is true, with or without its NUL', async () => {
    for (const value of ['true', 'true\0']) {
      const bench = new TestBench({ chip, flash: flashWith(chip, { mf_test_close: value }) });
      bench.board.pressReset();
      await bench.clock.advance(1201);
      expect(hexOf(bench.host.take())).toBe('55 AA 00 00 00 00 FF');
      expect(bench.log.join()).toMatch(/have actived over 15 min/);
    }
    const open = new TestBench({ chip, flash: flashWith(chip, { mf_test_close: 'false\0' }) });
    await open.enter();
    expect(open.ask(0x19)?.text).toBe('{"ret":true}');
  });

  it('leads to a test that lasts until reset', async () => {
    const bench = await new TestBench({ chip }).enter();
    await bench.clock.advance(3_600_000);
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
    expect(bench.ask(0x00)).not.toBeNull();
    bench.board.pressReset();
    expect(bench.ask(0x19)).toBeNull();
  });
});

describe('past the window (authorization §0.1.10, §1.5)', () => {
  it('T beats every second, then every 15, and asks for the product at every enter frame', async () => {
    const bench = new TestBench(T);
    await bench.reachWindow();
    await bench.clock.advance(500);
    bench.host.take();
    await bench.clock.advance(3000);
    expect(bench.host.look()).toBe(Array(3).fill('55 AA 00 00 00 00 FF').join(' '));
    for (let count = 0; count < 6; count++) bench.host.send(ENTER);
    expect(bench.host.look()).toBe(Array(6).fill('55 AA 00 01 00 00 00').join(' '));
    await bench.clock.advance(14_999);
    expect(bench.host.look()).toBe('');
    await bench.clock.advance(2);
    expect(bench.host.look()).toBe('55 AA 00 00 00 00 FF');
  });

  it('N beats once and asks a few times', async () => {
    const bench = new TestBench(N);
    await bench.reachWindow();
    await bench.clock.advance(500);
    for (let count = 0; count < 20; count++) bench.host.send(ENTER);
    expect(bench.host.look()).toBe(
      ['55 AA 00 00 00 00 FF', ...Array<string>(3).fill('55 AA 00 01 00 00 00')].join(' '),
    );
  });

  it('answers no test command', async () => {
    const bench = new TestBench(T);
    await bench.reachWindow();
    await bench.clock.advance(500);
    bench.host.take();
    expect(bench.ask(0x09)).toBeNull();
  });
});

describe.each(BOTH)('the commands of a $chip (authorization §1.3)', ({ chip }) => {
  it('06 names the image, else the bench, else nothing', async () => {
    const own = await new TestBench({ chip, fingerprint: { name: 'other', version: '0' } }).enter();
    expect(own.ask(0x06)?.text).toBe('{"ret":true,"firmName":"bench","firmVer":"1.2.3"}');
    const flash = flashWithApp(chip, appImage(null));
    const given = await new TestBench({ chip, flash, fingerprint: { name: 'other', version: '0' } }).enter();
    expect(given.json(0x06)).toEqual({ ret: true, firmName: 'other', firmVer: '0' });
    const none = await new TestBench({ chip, flash }).enter();
    expect(none.ask(0x06)?.text).toBe('{"ret":false}');
    expect(none.log.at(-1)).toMatch(/no fingerprint/);
  });

  it('replies carry one NUL that is counted', async () => {
    const bench = await new TestBench({ chip }).enter();
    bench.host.send(testFrame(0x19));
    expect(bench.host.look()).toBe(hexOf(testFrame(0x19, '{"ret":true}\0')));
    expect(bench.ask(0x19)?.data.length).toBe(0x0d);
  });

  it('a bad sum, 04 and what nobody knows bring silence', async () => {
    const bench = await new TestBench({ chip }).enter();
    const bad = testFrame(0x09);
    bad[6] = (bad[6] ?? 0) ^ 1;
    bench.host.send(bad);
    expect(bench.host.look()).toBe('');
    for (const command of [0x04, 0x0e, 0x0f, 0x10, 0x11, 0x14, 0x77, 0xf0])
      expect(bench.ask(command)).toBeNull();
    expect(bench.ask(0x05)?.text ?? null).toBe(chip === 'BK7231T' ? null : '{"ret":false}');
    expect(bench.ask(0x09)).not.toBeNull();
  });

  it('09 tells the MAC, 01 changes it in the RF sector, and says nothing to what is no JSON', async () => {
    const bench = await new TestBench({ chip, mac: 'D81F12004A07' }).enter();
    expect(bench.ask(0x09)?.text).toBe('{"ret":true,"mac":"d81f12004a07","muid":"d81f12004a07"}');
    expect(bench.json(0x01, { mac: '508A06000001' })).toEqual({ ret: true });
    expect(bench.json(0x09)).toEqual({ ret: true, mac: '508a06000001', muid: '508a06000001' });
    expect(bench.board.mac).toBe('508a06000001');
    expect(bench.json(0x01, { mac: '50:8A' })).toEqual({ ret: false });
    expect(bench.json(0x01, '{"mac"')).toBeNull();
  });

  it('02 and 03 tell what the bench made of the module', async () => {
    const good = await new TestBench({ chip }).enter();
    expect(good.json(0x02)).toEqual({ ret: true });
    expect(good.json(0x03, { ssid: 'anything' })).toEqual({ ret: true, rssi: -45 });
    expect(good.json(0x03, 'x')).toBeNull();
    const bad = await new TestBench({ chip, gpioOk: false, accessPoints: { line1: -71 } }).enter();
    expect(bad.json(0x02)).toEqual({ ret: false });
    expect(bad.json(0x03, { ssid: 'line1' })).toEqual({ ret: true, rssi: -71 });
    expect(bad.json(0x03, { ssid: 'line2' })).toEqual({ ret: false });
  });

  it('0A answers one raw 00 and reboots', async () => {
    const bench = await new TestBench({ chip }).enter();
    expect(hexOf(bench.ask(0x0a)?.data ?? [])).toBe('00');
    await bench.clock.advance(10);
    expect(bench.log.at(-1)).toBe('reset application');
    bench.host.rate = 115200;
    bench.host.send(LINK);
    expect(bench.host.look()).toBe('04 0E 05 01 E0 FC 01 00');
  });

  it('0B to 0D keep the user parameters, by signed CRC only', async () => {
    const bench = await new TestBench({ chip }).enter();
    const config = '{rl1_pin:6}';
    const send = (announced: number | string): unknown => {
      expect(bench.json(0x0b, { crc32: announced, len: config.length })).toEqual({ ret: true });
      expect(bench.json(0x0c, config.slice(0, 5))).toEqual({ ret: true });
      expect(bench.json(0x0c, config.slice(5))).toEqual({ ret: true });
      return bench.json(0x0d);
    };
    const real = crc32(config);
    expect(real).toBeGreaterThanOrEqual(2 ** 31);
    expect(send(real)).toEqual({ ret: false });
    expect(send(`0x${real.toString(16)}`)).toEqual({ ret: false });
    expect(send(real | 0)).toEqual({ ret: true });
    expect(stored(bench, 'user_param_key')).toBe(config);
    expect(bench.json(0x0d)).toEqual({ ret: false });
    expect(bench.json(0x0c, 'x')).toEqual({ ret: false });
    expect(bench.json(0x0b, 'x')).toBeNull();
  });
});

describe.each(BOTH)('the license on a $chip (authorization §1.7, §1.8)', ({ chip }) => {
  it('is written, told, and kept over resets', async () => {
    const bench = await new TestBench({ chip }).enter();
    expect(bench.ask(0x08)?.text).toBe('{"ret":false}');
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    const told = { ret: true, ...LICENSE, ap_pwd: null };
    const more = chip === 'BK7231N' ? { check_pin: true, fac_pin: null } : {};
    expect(bench.json(0x08)).toEqual({ ...told, ...more });
    await bench.enter();
    expect(bench.json(0x08)).toEqual({ ...told, ...more });
  });

  it('needs every required field in its type, and no length', async () => {
    const bench = await new TestBench({ chip }).enter();
    for (const key of Object.keys(LICENSE) as (keyof typeof LICENSE)[]) {
      expect(bench.json(0x07, { ...LICENSE, [key]: undefined })).toEqual({ ret: false });
      if (key !== 'pskKey') expect(bench.json(0x07, { ...LICENSE, [key]: null })).toEqual({ ret: false });
    }
    expect(bench.json(0x07, { ...LICENSE, prod_test: 'false' })).toEqual({ ret: false });
    expect(bench.json(0x07, 'no json')).toEqual({ ret: false });
    expect(bench.json(0x08)).toEqual({ ret: false });
    expect(bench.json(0x07, { ...LICENSE, auzkey: 'K'.repeat(31), pskKey: '', ap_pwd: 'secret' })).toEqual({
      ret: true,
    });
    expect(bench.json(0x08)).toMatchObject({ auzkey: 'K'.repeat(31), pskKey: '', ap_pwd: 'secret' });
  });

  it('becomes garbage by a null pskKey', async () => {
    const bench = await new TestBench({ chip }).enter();
    expect(bench.json(0x07, { ...LICENSE, pskKey: null })).toEqual({ ret: true });
    const { pskKey } = bench.json(0x08) as { pskKey: string };
    expect(pskKey.length).toBe(37);
    expect(pskKey).not.toMatch(/^[ -~]+$/);
  });

  it('survives a NUL behind the JSON', async () => {
    const bench = await new TestBench({ chip }).enter();
    expect(bench.json(0x07, `${JSON.stringify(LICENSE)}\0`)).toEqual({ ret: true });
  });

  it('resets the pairing', async () => {
    const flash = flashWith(chip, { gw_wsm: '{"nc_tp":3,"ssid":"home"}', gw_di: '{"id":"x"}' });
    const bench = await new TestBench({ chip, flash }).enter();
    bench.json(0x07, LICENSE);
    expect(JSON.parse(stored(bench, 'gw_wsm') ?? '')).toMatchObject({ nc_tp: 0, ssid: null });
    expect(stored(bench, 'gw_di')).toBeNull();
  });

  it('appears in no event', async () => {
    const bench = await new TestBench({ chip }).enter();
    bench.json(0x07, LICENSE);
    bench.json(0x08);
    expect(bench.log.join()).not.toMatch(/KKKK|uuuu|pppp/);
  });
});

describe('the license, where T and N differ', () => {
  it('T acknowledges 20 + 44 characters and cannot read them; 20 + 37 is fine; N takes all', async () => {
    const long44 = { ...LICENSE, uuid: 'u'.repeat(20), pskKey: 'p'.repeat(44) };
    const t = await new TestBench(T).enter();
    expect(t.json(0x07, long44)).toEqual({ ret: true });
    expect(t.json(0x08)).toEqual({ ret: false });
    expect(t.json(0x07, { ...long44, pskKey: 'p'.repeat(37) })).toEqual({ ret: true });
    expect(t.json(0x08)).toMatchObject({ uuid: 'u'.repeat(20) });
    expect(t.json(0x07, { ...long44, uuid: 'u'.repeat(16) })).toEqual({ ret: true });
    expect(t.json(0x08)).toMatchObject({ pskKey: 'p'.repeat(44) });
    const n = await new TestBench(N).enter();
    n.json(0x07, long44);
    expect(n.json(0x08)).toMatchObject({ uuid: 'u'.repeat(20), pskKey: 'p'.repeat(44) });
  });

  it('T stores psk_key, N 3.1.28 psk30_key, N 2.1.17 psk_key', async () => {
    const psk = 'p'.repeat(37);
    const t = await new TestBench(T).enter();
    t.json(0x07, LICENSE);
    expect(JSON.parse(stored(t, 'gw_bi') ?? '')).toMatchObject({ psk_key: psk, country_code: null });
    const n = await new TestBench(N).enter();
    n.json(0x07, { ...LICENSE, fac_pin: 'f'.repeat(16) });
    expect(JSON.parse(stored(n, 'gw_bi') ?? '')).toMatchObject({
      psk_key: null,
      psk30_key: psk,
      fac_pin: 'f'.repeat(16),
    });
    const old = await new TestBench({ ...N, personality: N_2_1_17 }).enter();
    old.json(0x07, LICENSE);
    expect(JSON.parse(stored(old, 'gw_bi') ?? '')).toMatchObject({ psk_key: psk });
    expect(hexOf(old.ask(0x00)?.data ?? [])).toBe('03 0C');
  });

  it('T fills its first block as stock firmware does (authorization §5.7: map 12 00 00 00)', async () => {
    const bench = await new TestBench(T).enter();
    bench.json(0x07, LICENSE);
    const image = bench.board.flashImage();
    const inner = decodeKeySector(image.slice(0x1ee000, 0x1ef000)) ?? new Uint8Array(0);
    // gw_bi, then gw_wsm: two rewrites, the second one in the second swap sector.
    const plain =
      openBlock(image.slice(0x1fe000, 0x1ff000), dataKey(inner), T_LAYOUT.magic) ?? new Uint8Array(0);
    expect(hexOf(plain.subarray(15, 19))).toBe('12 00 00 00');
    expect(indexPages(plain).map(({ page, name }) => [page, name])).toEqual([
      [1, 'gw_bi'],
      [4, 'gw_wsm'],
    ]);
  });

  it('N keeps it twice outside the erased area, T nowhere', async () => {
    const n = await new TestBench(N).enter();
    n.json(0x07, LICENSE);
    const image = n.board.flashImage();
    const first = decodeProtectedSector(image.slice(0x1ed000, 0x1ee000));
    expect(Buffer.from(first?.records.get('gw_bi') ?? []).toString()).toContain('u'.repeat(16));
    expect(first?.records.has('mf_test_close')).toBe(false);
    expect(first?.writes).toBe(1);
    expect(same(image.slice(0x1ed000, 0x1ee000), image.slice(0x1cf000, 0x1d0000))).toBe(true);
    const t = await new TestBench(T).enter();
    t.json(0x07, LICENSE);
    expect(
      t.board
        .flashImage()
        .slice(0x1ed000, 0x1ee000)
        .every((byte) => byte === 0xff),
    ).toBe(true);
  });
});

describe('what an erase of 0x1EE000/0x12000 does (authorization §5.7)', () => {
  const ERASED = [0x1ee000, 0x200000] as const;
  async function licensed(chip: 'BK7231T' | 'BK7231N'): Promise<Uint8Array> {
    const bench = await new TestBench({ chip }).enter();
    bench.json(0x07, LICENSE);
    return bench.board.flashImage();
  }

  it('T enters without a license, under a new key', async () => {
    const before = await licensed('BK7231T');
    const flash = before.slice().fill(0xff, ...ERASED);
    const bench = await new TestBench({ ...T, flash, random: () => 0.7 }).enter();
    expect(bench.json(0x08)).toEqual({ ret: false });
    expect(same(bench.board.flashImage().slice(0x1ee000, 0x1ef000), before.slice(0x1ee000, 0x1ef000))).toBe(
      false,
    );
  });

  it('N enters with its license, restored from the protected sector or from the mirror', async () => {
    for (const from of [0x1ee000, 0x1ed000]) {
      const flash = (await licensed('BK7231N')).fill(0xff, from, 0x200000);
      const bench = await new TestBench({ ...N, flash }).enter();
      expect(bench.json(0x08)).toMatchObject({ ret: true, uuid: LICENSE.uuid });
      expect(bench.log.join()).toMatch(/use protected to recover/);
    }
  });

  it('N has lost it when the mirror went too', async () => {
    const flash = (await licensed('BK7231N')).fill(0xff, 0x1ed000, 0x200000).fill(0xff, 0x1cf000, 0x1d0000);
    const bench = await new TestBench({ ...N, flash }).enter();
    expect(bench.json(0x08)).toEqual({ ret: false });
  });
});

describe('a wiped N (authorization §0.1.8)', () => {
  it('enters at once, formats, and answers when it is done; frames that queue are answered late', async () => {
    const bench = new TestBench({ ...N, timing: 'realistic' });
    await bench.reachWindow();
    const start = bench.clock.now();
    bench.host.send(ENTER);
    await bench.clock.advance(100);
    bench.host.send(ENTER);
    expect(bench.log).toContain('application enter prod');
    await bench.clock.advance(1500);
    expect(bench.host.look()).toBe('');
    await bench.clock.advance(150);
    expect(splitFrames(bench.host.take()).map(({ data }) => data.length)).toEqual([2, 2]);
    expect(bench.clock.now() - start).toBe(1750);
  });
});

describe('country (authorization §0.1.1-3)', () => {
  it('T checks codes, makes CN of longer ones, and loses it with a new license', async () => {
    const bench = await new TestBench(T).enter();
    bench.json(0x07, LICENSE);
    expect(bench.ask(0x13)?.text).toBe('{"country":"","ret":true}');
    expect(bench.json(0x12, { country: 'US' })).toEqual({ ret: true });
    expect(bench.ask(0x13)?.text).toBe('{"country":"US","ret":true}');
    for (const bad of ['ZZ', 'us']) expect(bench.json(0x12, { country: bad })).toEqual({ ret: false });
    expect(bench.json(0x13)).toEqual({ country: 'US', ret: true });
    expect(bench.json(0x12, { country: 'JP1' })).toEqual({ ret: true });
    expect(bench.json(0x13)).toEqual({ country: 'CN', ret: true });
    expect(bench.json(0x12, {})).toEqual({ ret: false });
    expect(bench.json(0x08)).toMatchObject({ uuid: LICENSE.uuid });
    bench.json(0x07, LICENSE);
    expect(bench.json(0x13)).toEqual({ country: '', ret: true });
  });

  it('T takes one without a license, and is not licensed by it', async () => {
    const bench = await new TestBench(T).enter();
    expect(bench.json(0x12, { country: 'DE' })).toEqual({ ret: true });
    expect(bench.json(0x13)).toEqual({ country: 'DE', ret: true });
    expect(bench.json(0x08)).toEqual({ ret: false });
  });

  it('N stores anything verbatim, says false where none was set, and keeps it over 07', async () => {
    const bench = await new TestBench(N).enter();
    expect(bench.json(0x13)).toEqual({ ret: false });
    expect(bench.json(0x12, { country: 'zz9' })).toEqual({ ret: true });
    bench.json(0x07, LICENSE);
    expect(bench.json(0x13)).toEqual({ country: 'zz9', ret: true });
  });
});

describe('an application and the rest of the chip', () => {
  it('leaves the flash protected at boot, N by 0x1C', async () => {
    const bench = new TestBench({ ...N, statusRegister: 0 });
    await bench.reachWindow();
    bench.host.rate = 115200;
    bench.board.pressReset();
    expect(bench.host.ask(LINK)).not.toBe('');
    expect(bench.host.ask(long(0x0c, [0x05]))).toMatch(/05 1C$/);
  });

  it('does not understand a reboot word, unless it is a shell', async () => {
    for (const [word, understands] of [
      [Buffer.from('reboot\r\n'), true],
      [Buffer.from('xxreboot\n'), true],
      [short(0xfe, 0x95, 0x27, 0x95, 0x27), true],
      [Buffer.from('rebbot\r\n'), false],
    ] as const) {
      const shell = new TestBench({ ...T, appRebootWord: true });
      await shell.reachWindow();
      shell.host.rate = 115200;
      shell.host.send(word);
      expect(shell.log.includes('reset application')).toBe(understands);
      const stock = new TestBench(T);
      await stock.reachWindow();
      for (const rate of [115200, 9600]) {
        stock.host.rate = rate;
        stock.host.send(word);
      }
      expect(stock.log.includes('reset application')).toBe(false);
    }
  });

  it('gives up half a frame after a silence', async () => {
    const bench = await new TestBench(T).enter();
    bench.host.send(testFrame(0x07, 'x'.repeat(200)).subarray(0, 50));
    await bench.clock.advance(600);
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
  });
});
