import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { deskPerform } from '../../shared/contract/desk.js';
import { createKiln, type KilnCore } from './kiln.js';
import { IMAGE } from './pms/testing/desk-bench.js';
import { errorOf } from './pms/testing/fixture.js';
import { systemClock } from './time/clock.js';

let folder: string;
let core: KilnCore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-core-'));
  core = await createKiln({
    dataFolder: join(folder, 'data'),
    clock: systemClock,
    virtual: null,
    demo: false,
  });
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the walk of the window: firmware, order, no permissions at the station, verify, ready to burn', async () => {
  const { calls, desk } = core;
  const perform = deskPerform((_channel, request) => calls['desk.perform'](request));
  const { id: productId } = await perform('product.create', { name: 'Light', category: 'l', mode: 'custom' });
  const firmware = { productId, identifier: 'wifi_one_light', chip: 'BK7231N', flashMbit: 16 } as const;
  const { id: firmwareId } = await perform('firmware.create', firmware);
  const { id: versionId } = await perform('firmware.version', { firmwareId, version: '1.0.0' });
  writeFileSync(join(folder, 'light_QIO_1.0.0.bin'), IMAGE);
  const chosen = await desk.take(join(folder, 'light_QIO_1.0.0.bin'));
  expect(chosen.firmware).toMatchObject({ kind: 'QIO' });
  const request = { versionId, kind: 'QIO', name: chosen.name };
  await calls['desk.upload']({ stream: 'firmware.upload', request, file: chosen.id });
  await perform('firmware.enable', { versionId, scope: 'general' });
  const { code, development } = await perform('order.create', { productId, mode: 'credential', free: true });
  expect(development).toBe(true);
  const { token } = await perform('order.credential', { code });

  expect(await errorOf(calls['station.token']({ token }))).toMatchObject({ code: 'NO_DATA_PERMISSION' });
  await perform('token.verify', { token });
  expect(await calls['station.token']({ token })).toMatchObject({ amount: 2, development: true });
});
