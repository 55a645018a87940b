import { describe, expect, it } from 'vitest';
import { decodeLicense, encodeLicense } from './license-wire.js';
import { parseReply } from './reply.js';

const license = { uuid: '0123456789abcdef', authkey: 'A1'.repeat(16), pskKey: 'q'.repeat(37) };
const wire = (value: Parameters<typeof encodeLicense>[0]): unknown =>
  JSON.parse(Buffer.from(encodeLicense(value)).toString());
const read = (text: string): unknown => decodeLicense(parseReply(new TextEncoder().encode(`${text}\0`)));

describe('encodeLicense', () => {
  it('sends the keys of the page, never null', () => {
    const expected = { auzkey: license.authkey, uuid: license.uuid, ap_ssid: 'SmartLife', prod_test: false };
    expect(wire(license)).toEqual({ ...expected, pskKey: license.pskKey });
    expect(wire({ ...license, pskKey: '', facPin: null })).toEqual({ ...expected, pskKey: '' });
    expect(wire({ ...license, apSsid: 'Lamp', facPin: '1234567890123456' })).toEqual({
      ...expected,
      ap_ssid: 'Lamp',
      pskKey: license.pskKey,
      fac_pin: '1234567890123456',
    });
  });

  it.each([
    [{ uuid: 'short' }, 'uuid-length'],
    [{ uuid: '0123456789abcde ' }, 'uuid-characters'],
    [{ authkey: 'A'.repeat(31) }, 'authkey-length'],
    [{ authkey: `${'A'.repeat(31)}-` }, 'authkey-characters'],
    [{ pskKey: 'q'.repeat(36) }, 'psk-length'],
    [{ pskKey: `${'q'.repeat(36)}\n` }, 'psk-characters'],
    [{ apSsid: '' }, 'ap-ssid'],
    [{ apSsid: 'a'.repeat(17) }, 'ap-ssid'],
    [{ facPin: '' }, 'fac-pin'],
  ])('refuses %j', (change, problem) => {
    expect(() => encodeLicense({ ...license, ...change })).toThrow(
      expect.objectContaining({ code: 'LICENSE_INVALID', data: { problem } }),
    );
  });
});

describe('decodeLicense', () => {
  it('reads the reply of T and of N', () => {
    const common = `"ret":true,"auzkey":"${license.authkey}","uuid":"${license.uuid}","ap_ssid":"SmartLife","ap_pwd":null,"prod_test":false`;
    expect(read(`{${common},"pskKey":"${license.pskKey}"}`)).toEqual({
      ...license,
      apSsid: 'SmartLife',
      apPassword: null,
      prodTest: false,
      facPin: null,
    });
    expect(read(`{${common},"pskKey":null,"psk30Key":"z","check_pin":true,"fac_pin":"f"}`)).toMatchObject({
      pskKey: 'z',
      facPin: 'f',
    });
  });

  it.each([
    [{ pskKey: 'a', psk30Key: 'b' }, 'a'],
    [{ pskKey: '', psk30Key: 'b' }, 'b'],
    [{ pskKey: null, psk30Key: 'b' }, 'b'],
    [{ psk30Key: 'b' }, 'b'],
    [{ pskKey: '', psk30Key: null }, ''],
    [{ psk30Key: '' }, ''],
    [{ pskKey: null }, null],
    [{ pskKey: 7 }, null],
  ])('finds the pre-shared key of %j', (fields, psk) => {
    expect(read(JSON.stringify({ ret: true, uuid: 'u', auzkey: 'k', ...fields }))).toMatchObject({
      pskKey: psk,
    });
  });

  it('tells none from unreadable', () => {
    expect(read('{"ret":false}')).toBeNull();
    expect(read('{"ret":true,"uuid":"","auzkey":""}')).toBeNull();
    expect(read('{"ret":true,"uuid":"","auzkey":"x"}')).toMatchObject({ uuid: '', authkey: 'x' });
    expect(read('{"ret":true}')).toBe('malformed');
    expect(read('{"ret":fal')).toBe('malformed');
  });
});
