import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../core/time/testing/virtual-clock.js';
import type { Environment } from '../environment.js';
import { simBoardOptions, type SimOptions } from './sim-options.js';

const DEFAULTS: SimOptions = { chip: 'BK7231N', timing: 'instant', autoReset: true, seed: '1', fault: [] };
const environment = { clock: new VirtualClock() } as unknown as Environment;

describe('kiln sim, its options', () => {
  it('become a board', async () => {
    const options = await simBoardOptions(
      {
        ...DEFAULTS,
        mac: 'D8:1F:12:00:4A:07',
        app: 'n-2.0.2',
        condition: 'locked',
        license: 'u,k,p',
        fault: ['late=100', 'rssi=-80'],
        fingerprint: 'lamp@1.0',
      },
      environment,
    );
    expect(options).toMatchObject({
      chip: 'BK7231N',
      app: 'n-2.0.2',
      condition: 'locked',
      license: { uuid: 'u', authKey: 'k', psk: 'p', facPin: '' },
      rssi: -80,
      faults: { late: { ms: 100 } },
      fingerprint: { name: 'lamp', version: '1.0' },
    });
    expect(await simBoardOptions(DEFAULTS, environment)).not.toHaveProperty('condition');
  });

  it.each([
    { chip: 'BK9999' },
    { timing: 'slow' },
    { mac: 'xyz' },
    { seed: '1.5' },
    { fingerprint: 'lamp' },
    { app: 'toString' },
    { app: 't-1.1.71' },
    { condition: 'broken' },
    { license: 'secret-uuid' },
    { license: 'a,b,c,d' },
    { fault: ['no-such'] },
  ])('refuse %j', async (wrong) => {
    const error: unknown = await simBoardOptions({ ...DEFAULTS, ...wrong }, environment).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'USAGE' });
    expect(JSON.stringify(error)).not.toContain('secret-uuid');
  });
});
