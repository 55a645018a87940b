import { describe, expect, it } from 'vitest';

import { classifyRefusal, openError } from './open-errors.js';

const nobody = () => Promise.resolve(null);

describe('classifyRefusal', () => {
  it.each([
    ['Error: No such file or directory, cannot open /dev/ttyUSB9', 'linux', 'not-found'],
    ['Opening COM9: File not found', 'win32', 'not-found'],
    ['Error Resource temporarily unavailable Cannot lock port', 'linux', 'busy'],
    ['Error: Resource busy, cannot open /dev/cu.usbserial', 'darwin', 'busy'],
    ['Opening COM3: Access denied', 'win32', 'busy'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'linux', 'no-permission'],
    ['Access denied', 'linux', 'no-permission'],
    ['Opening COM3: Unknown error code 31', 'win32', 'other'],
  ] as const)('%s (%s) is %s', (message, platform, refusal) => {
    expect(classifyRefusal(message, platform)).toBe(refusal);
  });
});

describe('openError', () => {
  const refused = { path: '/dev/ttyUSB0', platform: 'linux' as const, findHolder: nobody };

  it('names the holder of a busy port', async () => {
    const error = await openError(new Error('Cannot lock port'), {
      ...refused,
      findHolder: (path) => Promise.resolve(`minicom (42) on ${path}`),
    });
    expect(error.toJSON()).toEqual({
      code: 'PORT_BUSY',
      data: { path: '/dev/ttyUSB0', holder: 'minicom (42) on /dev/ttyUSB0' },
    });
  });

  it('admits when the holder is unknown', async () => {
    const error = await openError(new Error('Cannot lock port'), refused);
    expect(error.data).toEqual({ path: '/dev/ttyUSB0', holder: '?' });
  });

  it('keeps the words of what it does not know', async () => {
    const error = await openError('Unknown error code 31', refused);
    expect(error.toJSON()).toEqual({
      code: 'PORT_OPEN_FAILED',
      data: { path: '/dev/ttyUSB0', detail: 'Unknown error code 31' },
    });
  });

  it.each([
    ['No such file or directory', 'PORT_NOT_FOUND'],
    ['Permission denied', 'PORT_NO_PERMISSION'],
  ])('%s is %s', async (message, code) => {
    const error = await openError(new Error(message), refused);
    expect(error.toJSON()).toEqual({ code, data: { path: '/dev/ttyUSB0' } });
  });
});
