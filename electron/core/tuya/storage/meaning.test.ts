import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeStorage } from './decode.js';
import { encodeStorage } from './encode.js';
import { imageSource } from './flash-source.js';
import { interpret } from './interpret.js';
import { layoutOf } from './layout.js';
import { encodeProtectedSector } from './protected-sector.js';
import { redactedText } from './redact.js';

const INNER = new Uint8Array(16).fill(9);
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const BASE = { uuid: '0123456789abcdef', auth_key: 'A'.repeat(32), psk_key: 'p'.repeat(37) };

function flashOf(values: Readonly<Record<string, unknown>>): Uint8Array {
  const entries = Object.entries(values).map(([key, value]) => ({
    key,
    value: bytes(typeof value === 'string' ? value : JSON.stringify(value)),
  }));
  const flash = new Uint8Array(0x200000).fill(0xff);
  const { start, image } = encodeStorage(layoutOf(0x1ee000, 'new'), INNER, entries);
  flash.set(image, start);
  return flash;
}

const meaningOf = (values: Readonly<Record<string, unknown>>) =>
  interpret(decodeStorage(imageSource(flashOf(values))));

describe('what a storage means (authorization §5.6)', () => {
  it('authorized, exactly when uuid and auth_key are filled', () => {
    expect(meaningOf({ gw_bi: BASE })).toMatchObject({
      authorized: true,
      source: 'kv',
      license: { uuid: BASE.uuid },
    });
    for (const part of [{ uuid: '' }, { auth_key: null }, { auth_key: '' }, { uuid: 7 }])
      expect(meaningOf({ gw_bi: { ...BASE, ...part } })).toMatchObject({ authorized: false, license: null });
    expect(meaningOf({})).toMatchObject({ authorized: false, source: 'kv', provisioned: false });
    expect(meaningOf({ gw_bi: '{"uuid":' })).toMatchObject({ authorized: false });
  });

  it('takes the key under either name, and names what command 07 cannot bring back', () => {
    const newer = {
      ...BASE,
      psk_key: null,
      psk30_key: 'q'.repeat(44),
      pin: '12345678',
      fac_pin: 'f'.repeat(16),
    };
    expect(meaningOf({ gw_bi: newer }).license).toMatchObject({
      pskKey: 'q'.repeat(44),
      facPin: 'f'.repeat(16),
      unwritable: ['pin'],
    });
    expect(meaningOf({ gw_bi: { ...BASE, psk30_key: 'q' } }).license).toMatchObject({
      pskKey: BASE.psk_key,
      unwritable: ['psk30_key'],
    });
  });

  it.each([
    [0, false],
    [1, false],
    [2, false],
    [3, true],
    [4, true],
    [5, true],
    [6, true],
    [7, true],
    [8, null],
    [9, true],
    [10, false],
    [11, false],
    [12, true],
  ])('nc_tp %i: provisioned %s', (ncTp, provisioned) => {
    expect(meaningOf({ gw_wsm: { nc_tp: ncTp } })).toMatchObject({ provisioned, ncTp });
  });

  it('cannot say what a pairing without a number means', () => {
    expect(meaningOf({ gw_wsm: 'x' })).toMatchObject({ provisioned: null, ncTp: null });
  });

  it.each([
    ['true\0', true],
    ['true', true],
    ['false', false],
    ['', false],
  ])('mf_test_close %j: closed %s', (value, closed) => {
    expect(meaningOf({ mf_test_close: value }).productionTestClosed).toBe(closed);
  });

  it('the flag absent means open; its sectors unread or its entry damaged means that nobody knows', () => {
    expect(meaningOf({}).productionTestClosed).toBe(false);
    const cut = flashOf({}).subarray(0, 0x1f5000);
    expect(interpret(decodeStorage(imageSource(cut))).productionTestClosed).toBe(false);
    const storage = decodeStorage(imageSource(flashOf({})));
    const unread = {
      ...storage,
      sectors: storage.sectors.map((state) => ({ ...state, health: 'unread' as const })),
    };
    expect(interpret(unread).productionTestClosed).toBeNull();
    const damaged = [{ key: 'mf_test_close', block: 0, page: 1, problem: 'sum' as const }];
    expect(interpret({ ...storage, damaged }).productionTestClosed).toBeNull();
  });

  it('country from the license, else from its own key', () => {
    expect(meaningOf({ gw_bi: { ...BASE, country_code: 'DE' } }).country).toBe('DE');
    expect(meaningOf({ gw_bi: { ...BASE, country_code: null }, 'kv.ccode.mf': 'US\0' }).country).toBe('US');
    expect(meaningOf({ gw_bi: BASE }).country).toBeNull();
  });

  it('device, product and firmware key', () => {
    const gw_di = { id: 'bf01', pk: 'keepid', firmk: 'keyfirm', swv: '1.2.3' };
    expect(meaningOf({ gw_di, em_sys_env: 'bk7231n\0' })).toMatchObject({
      deviceId: 'bf01',
      pid: 'keepid',
      firmwareKey: 'keyfirm',
      softwareVersion: '1.2.3',
      env: 'bk7231n',
    });
  });

  it('without a storage it is what class N would restore: the protected copy, else its mirror', () => {
    const record = { key: 'gw_bi', value: bytes(JSON.stringify(BASE)) };
    const copy = encodeProtectedSector({ inner: INNER, writeCounter: 4, records: [record] });
    const flash = new Uint8Array(0x200000).fill(0xff);
    flash.set(copy, 0x1cf000);
    const meaning = () => interpret(decodeStorage(imageSource(flash)));
    expect(meaning()).toMatchObject({ source: 'mirror', authorized: true, productionTestClosed: false });
    flash.set(copy, 0x1ed000);
    expect(meaning()).toMatchObject({ source: 'protected', license: { uuid: BASE.uuid } });
    flash.set(flashOf({}).subarray(0x1ee000), 0x1ee000);
    expect(meaning()).toMatchObject({ source: 'kv', authorized: false });
  });
});

describe('redaction', () => {
  const wsm = (passwd: unknown) =>
    bytes(JSON.stringify({ nc_tp: 4, ssid: 'home-net', passwd, token: 'EUabcdefghijkl' }));

  it('never shows a Wi-Fi password, revealed or not, wherever it hides', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9+/=]{8,20}$/).map((text) => `pw!${text}`);
    const field = fc.constantFrom('passwd', 'ap_passwd', 'ap_pwd', 'password', 'wifi_pwd', 'WIFI_PASSWORD');
    const wrap = fc.constantFrom<(value: object) => unknown>(
      (value) => value,
      (value) => ({ deep: { list: [value] } }),
      (value) => ({ text: JSON.stringify(value) }),
      (value) => ({ text: JSON.stringify([JSON.stringify(value)]) }),
      (value) => ({ passwd: value }),
      (value) => ({ passwd: Object.values(value) }),
      (value) => ({ cut: JSON.stringify(value).slice(0, -1) }),
    );
    fc.assert(
      fc.property(secret, fc.tuple(field, wrap), fc.boolean(), (password, [name, put], reveal) => {
        const value = bytes(`${JSON.stringify(put({ [name]: password }))}\0`);
        for (const key of ['gw_wsm', 'any', 'user_param_key'])
          expect(redactedText(key, value, reveal) ?? '').not.toContain(password);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 99_999_999 }), (digits) => {
        expect(redactedText('gw_wsm', wsm(digits), true)).not.toContain(String(digits));
      }),
    );
  });

  it('shows keys whole only when asked, and the rest always', () => {
    const value = bytes(JSON.stringify({ ...BASE, pin: '87654321', country_code: 'DE' }));
    const masked = redactedText('gw_bi', value) ?? '';
    expect(masked).toContain(BASE.uuid);
    expect(masked).toContain('DE');
    for (const secret of [BASE.auth_key, BASE.psk_key, '87654321']) {
      expect(masked).not.toContain(secret);
      expect(redactedText('gw_bi', value, true)).toContain(secret);
    }
    expect(redactedText('gw_wsm', wsm(''))).toContain('"passwd":""');
  });

  it('says nothing of what it cannot understand', () => {
    expect(redactedText('gw_wsm', bytes('{"passwd":"hunter2'), true)).toBeNull();
    expect(redactedText('gw_bi', Uint8Array.of(0xff, 0xfe), true)).toBeNull();
    expect(redactedText('tuya_seed', bytes('plain secret'), true)).toBeNull();
    expect(redactedText('user_param_key', bytes('{net_pwd:abc}'), true)).toBeNull();
    expect(redactedText('user_param_key', bytes('{rl1_pin:26}\0'))).toBe('{rl1_pin:26}');
    expect(redactedText('mf_test_close', bytes('true\0'))).toBe('true');
  });
});
