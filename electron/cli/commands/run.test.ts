import { describe, expect, it } from 'vitest';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { jobRequest, type RunOptions } from './run.js';
import { parseRssi } from './token.js';

const typed: RunOptions = {
  mode: 'burn-authorize',
  token: 'T',
  port: 'COM5',
  baud: '921600',
  chip: 'auto',
  wait: '60',
};

function detailOf(part: Partial<RunOptions>): string {
  try {
    jobRequest({ ...typed, ...part });
  } catch (thrown) {
    if (thrown instanceof KilnError && thrown.code === 'USAGE') return JSON.stringify(thrown.data['detail']);
  }
  return 'no usage error';
}

describe('the options of kiln run', () => {
  it('become a request', () => {
    expect(jobRequest({ ...typed, chip: 'bk7231n', wait: '2.5' })).toMatchObject({
      mode: 'burn-authorize',
      baudRate: 921600,
      chip: 'BK7231N',
      captureMs: 2500,
    });
  });

  it('need no token where a work order brings it', () => {
    const { token, ...rest } = typed;
    expect(token).toBe('T');
    expect(jobRequest({ ...rest, workOrder: 'TKBB21TYV', sn: 'SN-1' })).toMatchObject({
      token: null,
      sn: 'SN-1',
    });
    expect(() => jobRequest(rest)).toThrow(KilnError);
  });

  it('are refused with what would have been right', () => {
    expect(detailOf({ mode: 'fly' })).toContain('burn-authorize');
    expect(detailOf({ baud: '12345' })).toContain('921600');
    expect(detailOf({ chip: 'ESP32' })).toContain('BK7231T');
    expect(detailOf({ wait: '0' })).toContain('--wait');
    expect(detailOf({ wait: 'soon' })).toContain('--wait');
    expect(detailOf({ workOrder: 'TKBB21TYV' })).toContain('not both');
    expect(detailOf({ station: 'BURN' })).toContain('--work-order');
  });
});

describe('--rssi', () => {
  it('takes the last colon, as an SSID may hold one', () => {
    expect(parseRssi('test:ap:-60')).toEqual({ ssid: 'test:ap', min: -60 });
  });

  it.each(['test_ap', ':-60', 'test_ap:', 'test_ap:10', 'test_ap:-60.5', 'test_ap:-500'])(
    'refuses %s',
    (text) => {
      expect(() => parseRssi(text)).toThrow(KilnError);
    },
  );
});
