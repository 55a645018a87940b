import { expect, it } from 'vitest';

import type { FirmwareFile } from '../../../../shared/contract/pms/products.js';
import { versionDoubt } from './version-doubt.js';

const file = (version: string | null, name = 'light.bin'): FirmwareFile => ({
  kind: 'QIO',
  name,
  bytes: 1,
  sha256: '00',
  protocolClass: 'N',
  version,
  warnings: [],
});

it('doubts a file whose content says another version', () => {
  expect(versionDoubt(file('1.0.0'), '1.0.1')).toEqual({
    kind: 'QIO',
    found: '1.0.0',
    claimed: '1.0.1',
    by: 'content',
  });
  expect(versionDoubt(file('1.0.1'), '1.0.1')).toBeNull();
});

it('doubts a name that says another version, also where the content agrees', () => {
  const name = 'light_QIO_1.0.0.bin';
  expect(versionDoubt(file(null, name), '1.0.1')).toMatchObject({ found: '1.0.0', by: 'name' });
  expect(versionDoubt(file('1.0.1', name), '1.0.1')).toMatchObject({ found: '1.0.0', by: 'name' });
  expect(versionDoubt(file(null, name), '1.0.0')).toBeNull();
});

it('says nothing of a file that says nothing', () => {
  for (const name of ['light.bin', 'light_QIO.bin', 'light_1.0.0.bin']) {
    expect(versionDoubt(file(null, name), '1.0.1')).toBeNull();
  }
});
