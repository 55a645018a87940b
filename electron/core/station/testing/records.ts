import { NOTHING_YET, type RunRecord } from '../../../../shared/contract/records.js';

/** A record as a passed board leaves it, with what the test cares about put over it. */
export function recordOf(part: Partial<RunRecord>): RunRecord {
  return {
    ...NOTHING_YET,
    runId: 'run-1',
    mode: 'burn-authorize',
    outcome: 'succeeded',
    startedAt: '2026-01-01T08:00:00.000Z',
    seconds: 19.8,
    port: 'COM5',
    token: '7K3M-QX2P-••••-••••',
    chip: 'BK7231N',
    bootVersion: null,
    flashId: 'EB 60 15',
    flashBytes: 0x200000,
    baudRate: 921600,
    mac: 'd81f12004a07',
    firmware: {
      identifier: 'wifi_one_light',
      version: '1.0.0',
      file: { kind: 'QIO', bytes: 0x129f70, sha256: 'ab'.repeat(32) },
    },
    written: { start: 0, bytes: 0x12a000, crc: '8C410ED2' },
    fingerprint: { name: 'wifi_one_light', version: '1.0.0' },
    license: { uuid: 'f0a1b2c3d4e5f69c', authkey: 'abcd…yz', reused: false },
    country: null,
    rssi: null,
    stages: [{ id: 'capture', seconds: 0.4 }],
    error: null,
    ...part,
  };
}
