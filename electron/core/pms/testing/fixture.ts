import { makeDemoFirmware } from '../../firmware/demo-firmware.js';
import { NOTHING_YET, type RunRecord } from '../../../../shared/contract/records.js';
import type { ListedLicense, NewToken } from '../pms.js';

export const IDENTIFIER = 'oem_bk7231n_light';

/** A small QIO for class N. */
export const FIRMWARE = makeDemoFirmware({
  protocolClass: 'N',
  identifier: IDENTIFIER,
  version: '1.0.0',
  appBytes: 4096,
});

/** Bytes that differ from call to call and from run to run not at all. */
export function countingRandom(seed = 1): (bytes: number) => Uint8Array {
  let state = seed >>> 0 || 1;
  return (bytes) =>
    Uint8Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
}

/** Made-up licenses; `batch` keeps their uuids apart. */
export function licenses(count: number, batch = 0): ListedLicense[] {
  return Array.from({ length: count }, (_, index) => {
    const number = (batch * 100_000 + index).toString(16).padStart(12, '0');
    return {
      row: index + 2,
      uuid: `feed${number}`,
      authkey: `SECRETauthkey${number}`.padEnd(32, 'x'),
      pskKey: `SECRETpsk${number}`.padEnd(37, 'y'),
    };
  });
}

/** Licenses of the kind that TuyaOpen firmware takes (authorization §3). */
export function openLicenses(count: number): ListedLicense[] {
  return licenses(count).map((license, index) => ({
    ...license,
    uuid: `uuid${index.toString(16).padStart(16, 'a')}`,
    pskKey: '',
  }));
}

export function request(count: number, change: Partial<NewToken> = {}): NewToken {
  return {
    licenses: licenses(count),
    firmware: { name: 'light_QIO_1.0.0.bin', image: FIRMWARE },
    identifier: IDENTIFIER,
    version: '1.0.0',
    ...change,
  };
}

/** A MAC by number; never a default, broadcast or multicast one. */
export function macOf(number: number): string {
  return `d81f12${number.toString(16).padStart(6, '0')}`;
}

export function record(runId: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    ...NOTHING_YET,
    runId,
    mode: 'burn-authorize',
    outcome: 'succeeded',
    startedAt: new Date(Date.UTC(2026, 0, 1)).toISOString(),
    seconds: 12.5,
    port: '/dev/ttyUSB0',
    token: '7K3M-QX2P-••••-••••',
    chip: 'BK7231N',
    bootVersion: null,
    flashId: 'EB 60 15',
    flashBytes: 0x200000,
    baudRate: 921600,
    mac: macOf(1),
    firmware: {
      identifier: IDENTIFIER,
      version: '1.0.0',
      file: { kind: 'QIO', bytes: FIRMWARE.length, sha256: 'ab'.repeat(32) },
    },
    written: null,
    fingerprint: null,
    license: { uuid: 'feed000000000000', authkey: 'SECR…xx', reused: false },
    country: null,
    rssi: null,
    stages: [],
    error: null,
    ...change,
  };
}

/** What a promise is rejected with, as it would cross to the view. */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (thrown) {
    return JSON.parse(JSON.stringify(thrown));
  }
  throw new Error('expected an error');
}
