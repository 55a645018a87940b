import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

import { dataFolder } from './data-folder.js';

const env = { XDG_CONFIG_HOME: '/cfg', APPDATA: 'C:\\roaming' };

it('takes the option, then KILN_DATA, then the place of the platform', () => {
  expect(dataFolder({ option: 'here', env: { KILN_DATA: '/there' }, platform: 'linux' })).toBe(
    resolve('here'),
  );
  expect(dataFolder({ env: { KILN_DATA: '/there' }, platform: 'linux' })).toBe(resolve('/there'));
  expect(dataFolder({ env, platform: 'linux' })).toBe(join('/cfg', 'kiln'));
  expect(dataFolder({ env, platform: 'win32' })).toBe(join('C:\\roaming', 'Kiln'));
});

it('keeps demos apart, unless a folder was named', () => {
  expect(dataFolder({ env, platform: 'linux', demo: true })).toBe(join('/cfg', 'kiln', 'demo'));
  expect(dataFolder({ option: '/x', env, platform: 'linux', demo: true })).toBe(resolve('/x'));
});
