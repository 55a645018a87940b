import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FAULTS, tuningOfFaults } from './faults.js';

describe('faults by name', () => {
  it('add up, the later before the earlier', () => {
    expect(tuningOfFaults([])).toEqual({});
    expect(tuningOfFaults(['license-lost', 'late=5', 'rssi=-90', 'late=7:0a'])).toEqual({
      rssi: -90,
      faults: { licenseWrite: 'lost', late: { ms: 7, command: 0x0a } },
    });
  });

  it.each([
    ['drop-reply=1,4', { faults: { dropReplies: [1, 4] } }],
    ['drop-first=0A', { faults: { dropFirstReplyTo: 10 } }],
    ['power-loss', { faults: { powerLoss: { command: 7, after: 8, backAfterMs: 300 } } }],
    ['power-loss=12:0:stay', { faults: { powerLoss: { command: 0x12, after: 0, backAfterMs: null } } }],
    ['wrong-firmware=a@1', { faults: { fingerprint: { name: 'a', version: '1' } } }],
    ['gpio-short=6,8', { gpioShorts: [6, 8], faults: {} }],
    ['default-mac', { rf: 'erased', faults: {} }],
  ])('%s', (text, tuning) => {
    expect(tuningOfFaults([text])).toMatchObject(tuning);
  });

  it.each([
    'nothing-such',
    '__proto__',
    'echo=1',
    'rssi',
    'rssi=weak',
    'rssi=1.5',
    'late',
    'late=-1',
    'late=1:xyz',
    'late=1:08:2',
    'drop-reply',
    'drop-reply=0',
    'drop-reply=1,',
    'drop-first=8',
    'power-loss=07:1:2:3',
    'power-loss=07:x',
    'wrong-firmware=name',
    'wrong-firmware=a@b@c',
    'gpio-short=P6',
  ])('refuses %s', (text) => {
    expect(() => tuningOfFaults([text])).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });

  it('gives a tuning or a USAGE error for any text', () => {
    const name = fc.constantFrom(...Object.keys(FAULTS));
    fc.assert(
      fc.property(name, fc.string({ maxLength: 12 }), (fault, value) => {
        try {
          expect(tuningOfFaults([`${fault}=${value}`])).toBeTypeOf('object');
        } catch (error) {
          expect(error).toMatchObject({ code: 'USAGE' });
        }
      }),
    );
  });
});
