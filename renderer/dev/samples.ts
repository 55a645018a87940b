import type { AppInfo } from '../../shared/contract/app.js';
import type { PortInfo } from '../../shared/contract/ports.js';
import { SAFE_POLICIES } from '../../shared/contract/policies.js';
import { NOTHING_YET, type RunRecord } from '../../shared/contract/records.js';
import type {
  BoardView,
  StationOrder,
  Counters,
  SlotView,
  StageView,
  StationSnapshot,
} from '../../shared/contract/station.js';
import type { TokenInfo } from '../../shared/contract/tokens.js';
import type { CodedError } from '../../shared/errors/kiln-error.js';
import { STAGES_OF, type RunMode, type StageId } from '../../shared/domain/stage.js';

/** Sample data for tests and for looking at the page; figures of one imagined board at 921600 baud. */
const SECONDS: Readonly<Record<StageId, number>> = {
  capture: 0.4,
  identify: 0.1,
  baud: 0.1,
  preflight: 1.1,
  backup: 0.1,
  unprotect: 0.1,
  erase: 3.2,
  program: 12.4,
  verify: 0.6,
  reboot: 0.9,
  enter: 0.5,
  fingerprint: 0.1,
  mac: 0.2,
  license: 0.4,
  prove: 0.7,
  configure: 0.3,
  tests: 0.8,
  finish: 0.3,
};
const IMAGE_BYTES = 1_036_288;

export const INFO: AppInfo = {
  version: '0.1.0',
  platform: 'linux',
  electron: '45.4.1',
  fallbackRuntime: false,
  testPackage: false,
  dataFolder: '/home/line2/.local/share/kiln',
  demoToken: null,
  station: 'Line 2, station 07',
};

export const TOKEN: TokenInfo = {
  token: '7K3MQX2PW8ABCDEF',
  firmware: {
    identifier: 'wifi_one_light',
    version: '1.0.0',
    file: { kind: 'QIO', bytes: IMAGE_BYTES, sha256: `3fa9${'0'.repeat(58)}c1` },
    protocolClass: 'N',
  },
  amount: 500,
  used: 212,
  free: 288,
  reserved: 0,
  written: 0,
  validated: 212,
  quarantined: 0,
  createdAt: '2026-11-01',
  expiresAt: '2027-01-31T00:00:00Z',
  country: null,
  tests: { rssi: null, gpio: false, userConfig: false },
  development: false,
  licenseKind: 'tuyaos',
};

export const ORDER: StationOrder = {
  code: 'TKBB21TYV',
  line: 'Lights, line 2',
  station: 'BURN',
  stations: [
    { code: 'BURN', name: 'Burning' },
    { code: 'TEST', name: 'Radio test' },
  ],
  quantity: 500,
  passed: 212,
  closed: false,
  serials: true,
};

export function serialPort(number: number): PortInfo {
  return { path: `COM${number}`, kind: 'serial', label: 'CH340', socket: `socket 1-${number - 3}` };
}
export const VIRTUAL_PORT: PortInfo = { path: 'virtual:BK7231N', kind: 'virtual', label: 'Virtual BK7231N' };

const NO_BOARD: BoardView = {
  chip: null,
  flashId: null,
  flashBytes: null,
  mac: null,
  uuid: null,
  baudRate: null,
  address: null,
  speed: null,
};
const BOARD: BoardView = {
  ...NO_BOARD,
  chip: 'BK7231N',
  flashId: 'EB 60 15',
  flashBytes: 0x200000,
  baudRate: 921600,
};

/** Stages with everything before `active` done; `null` is before the start, `'end'` after it. */
export function stagesAt(
  active: StageId | 'end' | null,
  status: 'active' | 'failed' = 'active',
  share = 0.7,
): StageView[] {
  const ids = STAGES_OF['burn-authorize'];
  const at = active === 'end' ? ids.length : active === null ? -1 : ids.indexOf(active);
  return ids.map((id, index) => ({
    id,
    status: index < at ? 'done' : index === at ? status : 'pending',
    seconds: index < at ? SECONDS[id] : index === at ? SECONDS[id] * share : 0,
  }));
}

export function idleSlot(slot: number, port: string | null = `COM${slot + 4}`): SlotView {
  return {
    slot,
    port,
    baudRate: 921600,
    sn: null,
    boardNumber: 0,
    startedAt: null,
    state: { phase: 'idle' },
    stages: stagesAt(null),
    board: NO_BOARD,
    mode: null,
  };
}

export function record(change: Partial<RunRecord> = {}): RunRecord {
  return {
    ...NOTHING_YET,
    runId: 'run-1',
    mode: 'burn-authorize',
    outcome: 'succeeded',
    startedAt: '2026-11-22T07:24:11Z',
    seconds: 19.8,
    port: 'COM7',
    token: '7K3M-QX2P-••••-••••',
    chip: 'BK7231N',
    bootVersion: '1.0.1',
    flashId: 'EB 60 15',
    flashBytes: 0x200000,
    baudRate: 921600,
    mac: 'd81f12004a07',
    firmware: {
      identifier: 'wifi_one_light',
      version: '1.0.0',
      file: { kind: 'QIO', bytes: IMAGE_BYTES, sha256: TOKEN.firmware.file?.sha256 ?? '' },
    },
    written: { start: 0, bytes: IMAGE_BYTES, crc: '8c410ed2' },
    fingerprint: { name: 'wifi_one_light', version: '1.0.0' },
    license: { uuid: 'f0a1b2c3d4e5f69c', authkey: 'AbCd…yZ', reused: false },
    country: null,
    rssi: null,
    stages: [],
    error: null,
    ...change,
  };
}

export function waitingSlot(slot: number, now: number, change: Partial<SlotView> = {}): SlotView {
  return {
    ...idleSlot(slot),
    boardNumber: 217,
    startedAt: now - 6000,
    state: { phase: 'waiting', stage: 'capture', deadlineAt: now + 54_000, seen: 'nothing' },
    stages: stagesAt('capture', 'active', 15),
    ...change,
  };
}

export function workingSlot(slot: number, share = 0.77): SlotView {
  const done = Math.floor((IMAGE_BYTES * share) / 4096) * 4096;
  return {
    ...idleSlot(slot),
    boardNumber: 216,
    state: { phase: 'working', stage: 'program', done, total: IMAGE_BYTES },
    stages: stagesAt('program', 'active', share),
    board: { ...BOARD, mac: 'd81f12004a07', address: done, speed: 82_000 },
  };
}

export function passedSlot(slot: number, change: Partial<RunRecord> = {}): SlotView {
  return {
    ...idleSlot(slot),
    boardNumber: 215,
    state: { phase: 'succeeded', record: record(change) },
    stages: stagesAt('end'),
    board: { ...BOARD, mac: 'd81f12004a07', uuid: 'f0a1b2c3d4e5f69c' },
  };
}

/** The board that passed a moment ago is there again. */
export function askingSlot(slot: number): SlotView {
  const mac = 'd81f12004a07';
  return {
    ...idleSlot(slot),
    boardNumber: 218,
    state: { phase: 'asking', stage: 'preflight', question: { id: 'same-board', mac } },
    stages: stagesAt('preflight'),
    board: { ...BOARD, mac },
  };
}

/** A slot of another workstation, before its board. */
export function slotAt(mode: RunMode, slot: number): SlotView {
  return {
    ...idleSlot(slot),
    stages: STAGES_OF[mode].map((id) => ({ id, status: 'pending', seconds: 0 })),
  };
}

const VERIFY: CodedError = {
  code: 'FLASH_VERIFY',
  data: { address: 0xa4000, sector: 164, expected: '8c410ed2', found: '00000000' },
};

export function failedSlot(slot: number, error: CodedError = VERIFY): SlotView {
  return {
    ...idleSlot(slot),
    boardNumber: 214,
    state: {
      phase: 'failed',
      error,
      record: record({
        outcome: 'failed',
        seconds: 14.1,
        license: null,
        fingerprint: null,
        written: null,
        error,
      }),
    },
    stages: stagesAt('verify', 'failed'),
    board: { ...BOARD, mac: 'd81f12004a06' },
  };
}

/** `pass` and `fail` boards, the latest of them as ticks. */
export function countersOf(pass: number, fail: number, now: number): Counters {
  const count = Math.min(48, pass + fail);
  return {
    pass,
    fail,
    meanSeconds: pass === 0 ? null : 19.9,
    recent: Array.from({ length: count }, (_, index) => {
      const bad = fail > 0 && (index === 11 || index === count - 4);
      return {
        runId: `run-${index}`,
        outcome: bad ? ('failed' as const) : ('succeeded' as const),
        mac: `d81f120049${(0xd7 + index).toString(16).slice(-2).padStart(2, '0')}`,
        at: new Date(now - (count - index) * 27_000).toISOString(),
        seconds: bad ? 14.1 : 19.6 + (index % 5) / 10,
      };
    }),
  };
}

export function stationOf(slots: SlotView[], change: Partial<StationSnapshot> = {}): StationSnapshot {
  const side = Math.ceil(Math.sqrt(slots.length));
  return {
    seq: 1,
    layout: { rows: Math.ceil(slots.length / side), columns: side },
    mode: 'burn-authorize',
    policies: SAFE_POLICIES,
    token: TOKEN,
    order: null,
    slots,
    counters: { pass: 0, fail: 0, meanSeconds: null, recent: [] },
    log: [],
    ...change,
  };
}
