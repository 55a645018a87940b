import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, LicenseToWrite } from './api.js';
import { compareLicense } from './compare-license.js';

const written: LicenseToWrite = { uuid: 'a'.repeat(16), authkey: 'K'.repeat(32), pskKey: 'p'.repeat(37) };
const read: BoardLicense = {
  uuid: written.uuid,
  authkey: written.authkey,
  pskKey: written.pskKey,
  apSsid: 'SmartLife',
  apPassword: null,
  prodTest: false,
  facPin: null,
};

function field(license: LicenseToWrite, board: BoardLicense | null): unknown {
  try {
    compareLicense(license, board);
    return null;
  } catch (error) {
    return error instanceof KilnError && error.code === 'LICENSE_READBACK' ? error.data['field'] : error;
  }
}

describe('compareLicense', () => {
  it('is content with the same', () => {
    expect(field(written, read)).toBeNull();
    expect(field({ ...written, pskKey: '' }, { ...read, pskKey: null })).toBeNull();
    expect(field({ ...written, apSsid: 'Kiln' }, { ...read, apSsid: 'Kiln' })).toBeNull();
    expect(field({ ...written, facPin: null }, { ...read, facPin: 'x'.repeat(16) })).toBeNull();
    expect(field({ ...written, facPin: 'x' }, { ...read, facPin: 'x' })).toBeNull();
  });

  it('names the field that differs', () => {
    expect(field(written, null)).toBe('uuid');
    expect(field(written, { ...read, uuid: 'A'.repeat(16) })).toBe('uuid');
    expect(field(written, { ...read, authkey: `${'K'.repeat(31)} ` })).toBe('authkey');
    expect(field(written, { ...read, pskKey: null })).toBe('pskKey');
    expect(field({ ...written, pskKey: '' }, { ...read, pskKey: 'junk' })).toBe('pskKey');
    expect(field(written, { ...read, apSsid: null })).toBe('apSsid');
    expect(field(written, { ...read, prodTest: true })).toBe('prodTest');
    expect(field({ ...written, facPin: 'x' }, read)).toBe('facPin');
  });

  it('names the first of several', () => {
    expect(field(written, { ...read, authkey: '', pskKey: '', apSsid: '' })).toBe('authkey');
  });

  it('never puts a value into the error', () => {
    const secrets = fc.stringMatching(/^[0-9A-Za-z]{32}$/);
    fc.assert(
      fc.property(secrets, secrets, (one, two) => {
        fc.pre(one !== two);
        try {
          compareLicense({ ...written, authkey: one }, { ...read, authkey: two });
          expect.unreachable();
        } catch (error) {
          const text = JSON.stringify(error) + String(error);
          expect(text).not.toContain(one);
          expect(text).not.toContain(two);
        }
      }),
    );
  });
});
