import { afterEach, describe, expect, it } from 'vitest';

import {
  APPS,
  APP_NAMES,
  CONDITION_NAMES,
  flashIn,
  HOME_WIFI,
  syntheticLicense,
  type AppName,
  type ConditionName,
} from '../simulator/index.js';
import { inspectImage } from './inspect-image.js';
import { RepairBench } from './testing/boards.js';
import { unlockBoard } from './unlock.js';

/** Every application of the simulator's catalogue in every condition, made by somebody who shares no code with this room. */
const TUYA = APP_NAMES.filter((app) => APPS[app].app.kind === 'tuya');
const MAC = 'd81f12004a07';
const LICENSE = syntheticLicense(MAC);
const BEFORE = syntheticLicense(`before ${MAC}`);

const chipOf = (app: AppName) => (APPS[app].builtFor === 'T' ? 'BK7231T' : 'BK7231N');
const flashOf = (app: AppName, condition: ConditionName) =>
  flashIn(condition, { chip: chipOf(app), app, mac: MAC });

const WITH_LICENSE: readonly ConditionName[] = [
  'authorized',
  'paired',
  'locked',
  'aged',
  'torn-protected',
  'diverged',
];

describe.each(TUYA)('%s', (app) => {
  const isN = APPS[app].builtFor === 'N';

  it.each(CONDITION_NAMES)(
    '%s: license, lock and pairing are told right, and nobody sees the password',
    (condition) => {
      const flash = flashOf(app, condition);
      const report = inspectImage(flash, { chip: chipOf(app) });
      const restored = isN && condition === 'unlocked';
      if (WITH_LICENSE.includes(condition)) expect(report.uuid).toBe(LICENSE.uuid);
      else if (condition === 'torn') expect(report.uuid).toBe(BEFORE.uuid);
      else if (restored) expect(report).toMatchObject({ uuid: LICENSE.uuid, storage: 'restorable' });
      else if (condition !== 'unlocked-protected')
        expect(report).toMatchObject({ authorized: false, uuid: null });
      expect(report.productionTestClosed).toBe(condition === 'locked');
      if (['paired', 'locked', 'aged'].includes(condition)) expect(report.provisioned).toBe(true);
      const text = JSON.stringify([report, inspectImage(flash, { chip: chipOf(app), reveal: true })]);
      expect(text).not.toContain(HOME_WIFI.password);
      expect(text).not.toContain(Buffer.from(HOME_WIFI.password).toString('base64'));
      expect(JSON.stringify(report)).not.toContain(LICENSE.authKey);
    },
  );
});

describe('unlocking', () => {
  const benches: RepairBench[] = [];
  afterEach(() => {
    for (const bench of benches.splice(0)) bench.board.dispose();
  });

  it.each(TUYA)('%s that is locked ends open, with the same license', async (app) => {
    const bench = new RepairBench({
      chip: chipOf(app),
      app,
      mac: MAC,
      condition: 'locked',
      resetWired: true,
    });
    benches.push(bench);
    const outcome = await bench.clock.run(unlockBoard(bench.transport, bench.request, bench.repairContext));
    const way = APPS[app].builtFor === 'T' ? 'rewrite' : 'restore';
    expect(outcome).toMatchObject({ way, proved: true, uuid: LICENSE.uuid, mac: MAC });
    const after = inspectImage(bench.board.flashImage(), { chip: chipOf(app) });
    expect(after).toMatchObject({ uuid: LICENSE.uuid, productionTestClosed: false });
  });
});
