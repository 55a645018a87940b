import { describe, expect, it } from 'vitest';

import { hexOf } from '../testing/hex.js';
import { storedIn } from '../testing/stored-values.js';
import { TestBench } from '../testing/test-bench.js';
import { copiesIn } from '../testing/flash-content.js';
import { N_LAYOUT, N_OLD_LAYOUT, T_LAYOUT } from '../storage/layout.js';
import { decodeProtectedSector } from '../storage/protected-sector.js';

const LICENSE = {
  auzkey: 'K'.repeat(32),
  uuid: 'u'.repeat(16),
  ap_ssid: 'SmartLife',
  prod_test: false,
  pskKey: 'p'.repeat(37),
};

const EMPTY = '{"country":"","ret":true}';
const NEVER_SET = '{"ret":false}';

/** What authorization §0.1 and §5 say of each generation, as a table. */
const GENERATIONS = [
  {
    app: 't-1.1.71',
    capabilities: '03 0C',
    pskField: 'psk_key',
    layout: T_LAYOUT,
    copies: [],
    country: EMPTY,
  },
  {
    app: 'n-1.3.21',
    capabilities: '03 0C',
    pskField: 'psk_key',
    layout: N_OLD_LAYOUT,
    copies: [0x1ed000],
    country: EMPTY,
  },
  {
    app: 'n-2.0.2',
    capabilities: '03 0C',
    pskField: 'psk_key',
    layout: N_OLD_LAYOUT,
    copies: [0x1ed000],
    country: EMPTY,
  },
  {
    app: 'n-2.1.17',
    capabilities: '03 0C',
    pskField: 'psk_key',
    layout: N_OLD_LAYOUT,
    copies: [0x1ed000],
    country: EMPTY,
  },
  {
    app: 'n-3.1.17',
    capabilities: '13 08',
    pskField: 'psk30_key',
    layout: N_LAYOUT,
    copies: [0x1ed000, 0x1cf000],
    country: NEVER_SET,
  },
  {
    app: 'n-3.1.28',
    capabilities: '13 08',
    pskField: 'psk30_key',
    layout: N_LAYOUT,
    copies: [0x1ed000, 0x1cf000],
    country: NEVER_SET,
  },
  {
    app: 'tuyaos-3.3',
    capabilities: '03 0C',
    pskField: 'psk_key',
    layout: N_LAYOUT,
    copies: [0x1ed000, 0x1cf000],
    country: EMPTY,
  },
] as const;

describe.each(GENERATIONS)('$app', ({ app, capabilities, pskField, layout, copies, country }) => {
  const chip = app.startsWith('t-') ? 'BK7231T' : 'BK7231N';

  it('walks the way of §1.9 from a wiped flash', async () => {
    const bench = await new TestBench({ chip, app, condition: 'wiped' }).enter();
    expect(hexOf(bench.ask(0x00)?.data ?? [])).toBe(capabilities);
    expect(bench.json(0x08)).toEqual({ ret: false });
    expect(bench.json(0x07, { ...LICENSE, fac_pin: 'f'.repeat(16) })).toEqual({ ret: true });
    const pin = chip === 'BK7231N' ? { check_pin: true, fac_pin: 'f'.repeat(16) } : {};
    expect(bench.json(0x08)).toEqual({ ret: true, ...LICENSE, ap_pwd: null, ...pin });
    expect(bench.ask(0x13)?.text).toBe(country);
    expect(bench.json(0x12, { country: 'US' })).toEqual({ ret: true });
    expect(bench.json(0x13)).toEqual({ country: 'US', ret: true });
    const flash = bench.board.flashImage();
    const stored = JSON.parse(storedIn(chip, flash, 'gw_bi') ?? '') as Record<string, unknown>;
    expect(stored[pskField]).toBe(LICENSE.pskKey);
    if (pskField === 'psk30_key') expect(stored).toMatchObject({ psk_key: null, country_code: null });
    else expect(stored.country_code).toBe('US');
    expect(storedIn(chip, flash, 'kv.ccode.mf')).toBe(pskField === 'psk30_key' ? 'US' : null);
    expect(new Set(copiesIn(flash, layout).map(({ id }) => id)).size).toBe(layout.blocks);
    for (const at of [0x1ed000, 0x1cf000]) {
      const records = decodeProtectedSector(flash.slice(at, at + 0x1000))?.records;
      expect(records?.has('gw_bi') ?? false).toBe((copies as readonly number[]).includes(at));
    }
  });
});

describe('the newer format (authorization §0.1.7)', () => {
  it('puts the first block that changes into 0x1FF000', async () => {
    const bench = await new TestBench({ chip: 'BK7231N', condition: 'wiped' }).enter();
    bench.json(0x12, { country: 'US' });
    const changed = copiesIn(bench.board.flashImage(), N_LAYOUT).filter(({ counter }) => counter > 0);
    expect(changed.map(({ sector, id }) => [sector, id])).toEqual([[0x1ff000, 0]]);
  });
});
