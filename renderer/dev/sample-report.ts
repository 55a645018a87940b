import type { InspectReport, RepairPlan } from '../../shared/contract/inspect.js';

const plan = (change: Partial<RepairPlan>): RepairPlan => ({
  repair: 'unlock',
  way: 'restore',
  possible: true,
  reason: null,
  erase: [{ start: 0x1ee000, end: 0x200000 }],
  write: [],
  license: 'kept',
  pairing: 'uncertain',
  lost: ['mf_test_close', 'timer_arr'],
  carried: [],
  productionTest: true,
  evidence: 'observed',
  ...change,
});

/** A locked, paired N module. */
export function sampleReport(change: Partial<InspectReport> = {}): InspectReport {
  return {
    chip: 'BK7231N',
    flashId: 'EB 60 15',
    flashBytes: 0x200000,
    bootloader: { name: 'BK7231N 1.0.1', version: null, crc: '0xE14191BA' },
    mac: 'd81f12004a07',
    firmware: { name: null, version: '3.1.28', source: 'storage' },
    keySector: 0x1ee000,
    format: '0x135726AB',
    geometry: { blocks: 16, swap: 1 },
    storage: 'sound',
    authorized: true,
    uuid: 'f0a1b2c3d4e5f69c',
    authkey: 'Xq7T…9c',
    pskKey: 'mN2p…Az',
    facPin: null,
    country: 'CN',
    source: 'kv',
    provisioned: true,
    ncTp: 4,
    deviceId: 'bf0123456789abcdefghij',
    pid: 'keyabcdefghijklm',
    firmwareKey: 'keyjup78v54myhan',
    env: 'bk7231n',
    productionTestClosed: true,
    entries: [],
    damaged: [],
    sectors: Array.from({ length: 17 }, (_, index) => ({
      address: 0x1ef000 + index * 0x1000,
      health: index < 13 ? ('sound' as const) : ('empty' as const),
      block: index < 13 ? index : null,
      counter: index < 13 ? index % 3 : null,
    })),
    copies: [],
    repairs: [
      plan({}),
      plan({
        repair: 'wipe',
        way: null,
        erase: [
          { start: 0x1cf000, end: 0x1d0000 },
          { start: 0x1ed000, end: 0x200000 },
        ],
        license: 'lost',
        pairing: 'lost',
        lost: ['gw_bi', 'gw_wsm', 'gw_di', 'mf_test_close'],
        productionTest: false,
      }),
    ],
    digest: 'ab'.repeat(32),
    ...change,
  };
}
