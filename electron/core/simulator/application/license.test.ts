import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeKeySector } from '../storage/key-sector.js';
import { decodeProtectedSector } from '../storage/protected-sector.js';
import { same } from '../testing/hex.js';
import { flashWith, store, storedIn } from '../testing/stored-values.js';
import { TestBench } from '../testing/test-bench.js';
import { N_2_1_17, TUYAOS_3_3 } from './personality.js';

const T = { chip: 'BK7231T' } as const;
const N = { chip: 'BK7231N' } as const;
const BOTH = [T, N];

const LICENSE = {
  auzkey: 'K'.repeat(32),
  uuid: 'u'.repeat(16),
  ap_ssid: 'SmartLife',
  prod_test: false,
  pskKey: 'p'.repeat(37),
};
const WIPED = {
  storage: [0x1ee000, 0x200000],
  protected: [0x1ed000, 0x1ee000],
  mirror: [0x1cf000, 0x1d0000],
} as const;

/** The flash of a board that took `license`, then lost the named regions. */
async function after(
  options: ConstructorParameters<typeof TestBench>[0],
  ...lost: readonly (keyof typeof WIPED)[]
): Promise<Uint8Array> {
  const bench = await new TestBench(options).enter();
  expect(bench.json(0x07, { ...LICENSE, fac_pin: 'f'.repeat(16) })).toEqual({ ret: true });
  const flash = bench.board.flashImage();
  for (const region of lost) flash.fill(0xff, ...WIPED[region]);
  return flash;
}

const protectedAt = (flash: Uint8Array, address: number): ReturnType<typeof decodeProtectedSector> =>
  decodeProtectedSector(flash.slice(address, address + 0x1000));

describe('what 07 leaves in flash (authorization §5.6)', () => {
  it('on T: gw_bi as JSON without a NUL, and gw_wsm unprovisioned', async () => {
    const flash = await after(T);
    expect(storedIn('BK7231T', flash, 'gw_bi')).toBe(
      '{"uuid":"uuuuuuuuuuuuuuuu","psk_key":"ppppppppppppppppppppppppppppppppppppp",' +
        '"auth_key":"KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK","ap_ssid":"SmartLife","ap_passwd":null,' +
        '"country_code":null,"prod_test":false}',
    );
    expect(JSON.parse(storedIn('BK7231T', flash, 'gw_wsm') ?? '')).toMatchObject({ nc_tp: 0, stat: 0 });
  });

  it('on N: fac_pin and psk30_key beside it, the inner key the same in all three places', async () => {
    const flash = await after(N);
    const license = JSON.parse(storedIn('BK7231N', flash, 'gw_bi') ?? '') as object;
    expect(license).toMatchObject({ psk_key: null, psk30_key: LICENSE.pskKey, fac_pin: 'f'.repeat(16) });
    const inner = decodeKeySector(flash.slice(0x1ee000, 0x1ef000));
    expect(inner).not.toBeNull();
    for (const at of [0x1ed000, 0x1cf000]) expect(protectedAt(flash, at)?.inner).toEqual(inner);
    expect([...(protectedAt(flash, 0x1ed000)?.records.keys() ?? [])]).toEqual(['gw_bi', 'gw_wsm']);
  });

  it('counts the writes of the protected sector where there is a mirror, and leaves FFFFFFFF where none is', async () => {
    const bench = await new TestBench(N).enter();
    for (let writes = 1; writes <= 4; writes++) {
      bench.json(0x07, LICENSE);
      expect(protectedAt(bench.board.flashImage(), 0x1cf000)?.writes).toBe(writes);
    }
    const old = await after({ ...N, personality: N_2_1_17 });
    expect(protectedAt(old, 0x1ed000)?.writes).toBe(0xffffffff);
    expect(old.subarray(...WIPED.mirror).every((byte) => byte === 0xff)).toBe(true);
  });

  it('is nothing at all where the request was refused', async () => {
    for (const options of BOTH) {
      const bench = await new TestBench(options).enter();
      const before = bench.board.flashImage();
      expect(bench.json(0x07, { ...LICENSE, pskKey: undefined })).toEqual({ ret: false });
      expect(bench.json(0x07, '')).toEqual({ ret: false });
      expect(same(bench.board.flashImage(), before)).toBe(true);
    }
  });

  it('touches neither the RF sector nor the application', async () => {
    for (const options of BOTH) {
      const bench = await new TestBench({ ...options, mac: '508a06000001' }).enter();
      const before = bench.board.flashImage();
      bench.json(0x07, LICENSE);
      const end = options.chip === 'BK7231T' ? 0x1ee000 : 0x1cf000;
      expect(same(bench.board.flashImage().subarray(0, end), before.subarray(0, end))).toBe(true);
      expect(bench.board.mac).toBe('508a06000001');
    }
  });
});

describe.each(BOTH)('07 and 08 of a $chip (authorization §1.7, §1.8)', (options) => {
  it('give back any text byte for byte', async () => {
    const bench = await new TestBench(options).enter();
    const text = fc
      .string({ minLength: 1, maxLength: 40, unit: 'binary' })
      .filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(text, text, fc.option(text), (auzkey, ap_ssid, ap_pwd) => {
        const license = { ...LICENSE, auzkey, ap_ssid, ap_pwd };
        expect(bench.json(0x07, license)).toEqual({ ret: true });
        expect(bench.json(0x08)).toMatchObject({ ret: true, ...license });
      }),
      { numRuns: 25 },
    );
  });

  it('have 08 in one frame of about 190 to 245 bytes', async () => {
    const bench = await new TestBench(options).enter();
    bench.json(0x07, LICENSE);
    const length = bench.ask(0x08)?.data.length ?? 0;
    expect(length).toBeGreaterThan(150);
    expect(length).toBeLessThanOrEqual(245);
    expect(bench.ask(0x08)?.data.at(-1)).toBe(0);
  });

  it('ignore pin and psk30Key', async () => {
    const bench = await new TestBench(options).enter();
    bench.json(0x07, { ...LICENSE, pin: '12345678', psk30Key: 'q'.repeat(44) });
    expect(storedIn(options.chip, bench.board.flashImage(), 'gw_bi')).not.toMatch(/12345678|qqqq/);
    expect(bench.json(0x08)).toMatchObject({ pskKey: LICENSE.pskKey });
  });

  it('clear what the pairing left: descriptor and timers, nothing else', async () => {
    const values = { gw_di: '{"id":"x"}', timer_arr: '[]', user_param_key: '{a:1}', em_sys_env: 'bk7231n' };
    const bench = await new TestBench({ ...options, flash: flashWith(options.chip, values) }).enter();
    bench.json(0x07, LICENSE);
    const flash = bench.board.flashImage();
    expect(storedIn(options.chip, flash, 'gw_di')).toBeNull();
    expect(storedIn(options.chip, flash, 'timer_arr')).toBeNull();
    expect(storedIn(options.chip, flash, 'user_param_key')).toBe('{a:1}');
    expect(storedIn(options.chip, flash, 'em_sys_env')).toBe('bk7231n');
  });

  it('08 says false for anything in gw_bi that is no license (authorization §5.6)', async () => {
    for (const gw_bi of [
      '',
      '[]',
      '{',
      'null',
      '7',
      '{"uuid":"","auth_key":"k"}',
      '{"uuid":"u","auth_key":""}',
      '{"uuid":5,"auth_key":"k"}',
    ]) {
      const bench = await new TestBench({ ...options, flash: flashWith(options.chip, { gw_bi }) }).enter();
      expect(bench.ask(0x08)?.text).toBe('{"ret":false}');
    }
  });

  it('08 reads a license with a NUL behind it, as some values have', async () => {
    const gw_bi = `${JSON.stringify({ uuid: 'u', auth_key: 'k', psk_key: 'p', psk30_key: 'p' })}\0`;
    const bench = await new TestBench({ ...options, flash: flashWith(options.chip, { gw_bi }) }).enter();
    expect(bench.json(0x08)).toMatchObject({ ret: true, uuid: 'u', auzkey: 'k', pskKey: 'p' });
  });

  it('survive the largest requests the line takes, over two blocks where one has no room', async () => {
    const bench = await new TestBench(options).enter();
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    expect(bench.json(0x07, { ...LICENSE, ap_ssid: 's'.repeat(3800) })).toEqual({ ret: true });
    expect(bench.json(0x08)).toMatchObject({ ap_ssid: 's'.repeat(3800) });
    expect(bench.json(0x07, { ...LICENSE, ap_ssid: 's'.repeat(3400) })).toEqual({ ret: true });
    expect(bench.json(0x08)).toMatchObject({ ap_ssid: 's'.repeat(3400) });
  });
});

describe('the protected copy of N (authorization §0.1.5, §5.4)', () => {
  it('stays what it was where a license is too long for it', async () => {
    const gw_wsm = JSON.stringify({ nc_tp: 0, ssid: 'w'.repeat(3300) });
    const flash = store('BK7231N', await after(N), { gw_wsm });
    const before = flash.slice(...WIPED.protected);
    const bench = await new TestBench({ ...N, personality: TUYAOS_3_3, flash }).enter();
    expect(bench.json(0x12, { country: 'US' })).toEqual({ ret: true });
    const long = JSON.stringify({ uuid: 'u', auth_key: 'a'.repeat(900) });
    expect(protectedAt(bench.board.flashImage(), 0x1ed000)?.records.get('gw_wsm')?.length).toBe(
      gw_wsm.length,
    );
    const again = await new TestBench({
      ...N,
      personality: TUYAOS_3_3,
      flash: store('BK7231N', flash, { gw_bi: long }),
    }).enter();
    expect(again.json(0x12, { country: 'DE' })).toEqual({ ret: true });
    expect(same(again.board.flashImage().subarray(...WIPED.protected), before)).toBe(true);
  });

  it('keeps fac_pin until the next 07 comes without one', async () => {
    const bench = await new TestBench({ ...N, flash: await after(N, 'storage') }).enter();
    expect(bench.json(0x08)).toMatchObject({ fac_pin: 'f'.repeat(16), check_pin: true });
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    expect(bench.json(0x08)).toMatchObject({ uuid: LICENSE.uuid, fac_pin: null });
  });

  it('of T does not exist: fac_pin is dropped', async () => {
    const bench = await new TestBench({ ...T, flash: await after(T) }).enter();
    expect(bench.json(0x08)).not.toHaveProperty('fac_pin');
    expect(bench.json(0x08)).not.toHaveProperty('check_pin');
  });
});

describe('erasing and coming back (authorization §5.7)', () => {
  const closed = async (options: typeof T | typeof N): Promise<Uint8Array> =>
    store(options.chip, await after(options), { mf_test_close: 'true\0' });
  const tries = async (bench: TestBench): Promise<boolean> => {
    await bench.reachWindow();
    return bench.ask(0x19) !== null || (bench.ask(0x00)?.data.length === 2 && bench.ask(0x19) !== null);
  };

  it('closed by its flag, neither chip enters; the documented erase opens both', async () => {
    for (const options of BOTH) {
      const flash = await closed(options);
      expect(await tries(new TestBench({ ...options, flash }))).toBe(false);
      const opened = new TestBench({ ...options, flash: flash.slice().fill(0xff, ...WIPED.storage) });
      expect(await tries(opened)).toBe(true);
      const { ret } = opened.json(0x08) as { ret: boolean };
      expect(ret).toBe(options.chip === 'BK7231N');
      expect(storedIn(options.chip, opened.board.flashImage(), 'mf_test_close')).toBeNull();
    }
  });

  it.each([
    [['storage'], true],
    [['storage', 'protected'], true],
    [['storage', 'mirror'], true],
    [['storage', 'protected', 'mirror'], false],
  ] as const)('N without %j has its license: %s', async (lost, kept) => {
    const bench = await new TestBench({ ...N, flash: await after(N, ...lost) }).enter();
    expect((bench.json(0x08) as { ret: boolean }).ret).toBe(kept);
    expect(bench.log.some((line) => line.includes('use protected to recover'))).toBe(kept);
  });

  it('N 2.1.17 has no mirror to come back from', async () => {
    const old = { ...N, personality: N_2_1_17 };
    const kept = await new TestBench({ ...old, flash: await after(old, 'storage') }).enter();
    expect(kept.json(0x08)).toMatchObject({ ret: true, uuid: LICENSE.uuid });
    const gone = await new TestBench({ ...old, flash: await after(old, 'storage', 'protected') }).enter();
    expect(gone.json(0x08)).toEqual({ ret: false });
  });

  it('N comes back under the key it had, T under a new random one', async () => {
    const inner = (flash: Uint8Array): Uint8Array | null => decodeKeySector(flash.slice(0x1ee000, 0x1ef000));
    const n = await after(N);
    const restored = await new TestBench({ ...N, flash: n.slice().fill(0xff, ...WIPED.storage) }).enter();
    expect(inner(restored.board.flashImage())).toEqual(inner(n));
    const keys = [];
    for (const value of [0.1, 0.6]) {
      const flash = await after(T, 'storage');
      const fresh = await new TestBench({ ...T, flash, random: () => value }).enter();
      keys.push(inner(fresh.board.flashImage()));
      expect(fresh.json(0x07, LICENSE)).toEqual({ ret: true });
    }
    expect(keys).toEqual([new Uint8Array(16).fill(25), new Uint8Array(16).fill(153)]);
  });

  it('N needs longer for its first boot then', async () => {
    const spend = async (flash: Uint8Array): Promise<number> => {
      const bench = new TestBench({ ...N, flash, timing: 'realistic' });
      bench.board.pressReset();
      const start = bench.clock.now();
      while (!bench.log.includes('application production test window')) await bench.clock.advance(10);
      return bench.clock.now() - start;
    };
    const usual = await spend(await after(N));
    const first = await spend(await after(N, 'storage'));
    expect(usual).toBeLessThan(1250);
    // Key sector, 16 blocks, and a rewrite for each of the two records.
    expect(first - usual).toBeCloseTo(19 * (45 + 16 * 0.5), -2);
  });

  it('country is not among what the protected sector brings back', async () => {
    const bench = await new TestBench({ ...N, flash: await after(N) }).enter();
    bench.json(0x12, { country: 'US' });
    expect(bench.json(0x13)).toEqual({ country: 'US', ret: true });
    const flash = bench.board.flashImage().fill(0xff, ...WIPED.storage);
    expect((await new TestBench({ ...N, flash }).enter()).json(0x13)).toEqual({ ret: false });
  });
});
