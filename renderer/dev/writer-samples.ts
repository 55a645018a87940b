import type {
  WriterBoard,
  WriterFile,
  WriterJob,
  WriterSnapshot,
  WriterStage,
} from '../../shared/contract/writer.js';
import { writerStages, type WriterAction, type WriterStageId } from '../../shared/domain/writer.js';
import type { CodedError } from '../../shared/errors/kiln-error.js';

/** Sample data for tests and for looking at the Writer; figures of one imagined board at 921600 baud. */
const SECONDS: Readonly<Record<WriterStageId, number>> = {
  capture: 0.4,
  identify: 0.1,
  baud: 0.1,
  backup: 24.6,
  compare: 1.1,
  unprotect: 0.1,
  erase: 2.7,
  program: 11.1,
  verify: 0.9,
  protect: 0.1,
  reboot: 0.1,
  read: 12.2,
};

export const UA_FILE: WriterFile = {
  name: 'wifi_one_light_UA_1.0.0.bin',
  folder: '/home/line2/build',
  bytes: 1_036_288,
  sha256: `3fa9${'0'.repeat(58)}c1`,
  kind: 'UA',
  protocolClass: null,
  version: '1.0.0',
  warnings: [],
  place: { start: 0x11000, length: 0xfd000 },
  refusal: null,
};

export const UG_FILE: WriterFile = {
  ...UA_FILE,
  name: 'wifi_one_light_UG_1.0.0.bin',
  kind: 'UG',
  bytes: 641_024,
  place: null,
  refusal: { code: 'FIRMWARE_KIND', data: { kind: 'UG', wanted: 'UA' } },
};

export const BOARD: WriterBoard = {
  chip: 'BK7231N',
  bootVersion: null,
  flashId: 'EB 60 15',
  flashBytes: 0x200000,
  baudRate: 921600,
  mac: 'd81f12004a07',
  more: {
    part: 'TH25Q16HB',
    protection: true,
    bootloader: { crc: '1EBF6F2A', name: 'BK7231N_1.0.1' },
    key: { kind: 'tuya', fits: true },
  },
};

function stagesAt(
  action: WriterAction,
  active: WriterStageId | 'end',
  status: 'active' | 'failed',
): WriterStage[] {
  const ids = writerStages(action, { smart: true, backup: true });
  const at = active === 'end' ? ids.length : ids.indexOf(active);
  return ids.map((id, index) => ({
    id,
    status: index < at ? 'done' : index === at ? status : 'pending',
    seconds: index < at ? SECONDS[id] : index === at ? SECONDS[id] * 0.55 : 0,
  }));
}

function job(action: WriterAction, change: Partial<WriterJob>): WriterJob {
  const nothing = { address: null, speed: null, differing: null, backup: null };
  return {
    action,
    startedAt: 0,
    ...nothing,
    stages: stagesAt(action, 'end', 'active'),
    state: { phase: 'cancelled' },
    ...change,
  };
}

const SAVED = {
  name: 'd81f12004a07-BK7231N-20261122-072419.bin',
  folder: '/home/line2/backups',
  kept: false,
};

export function waitingJob(now: number): WriterJob {
  return job('program', {
    stages: stagesAt('program', 'capture', 'active'),
    state: { phase: 'waiting', deadlineAt: now + 54_000, seen: 'boot-log', bytesSeen: 312 },
  });
}

export function workingJob(share = 0.55): WriterJob {
  const total = 0xd4000;
  const done = Math.floor((total * share) / 4096) * 4096;
  return job('program', {
    stages: stagesAt('program', 'program', 'active'),
    address: 0x11000 + Math.floor(done * 1.19),
    speed: 93_000,
    differing: { count: 212, of: 253 },
    backup: SAVED,
    state: { phase: 'working', stage: 'program', done, total },
  });
}

export function passedJob(): WriterJob {
  return job('program', {
    differing: { count: 212, of: 253 },
    backup: SAVED,
    state: {
      phase: 'succeeded',
      result: {
        seconds: 17.2,
        range: { start: 0x11000, length: 0xfd000 },
        crc: '8C410ED2',
        written: 212 * 4096,
        savedAs: null,
      },
    },
  });
}

export function detectedJob(): WriterJob {
  const result = { seconds: 0.9, range: null, crc: null, written: null, savedAs: null };
  return job('detect', { state: { phase: 'succeeded', result } });
}

const DIFFERS: CodedError = {
  code: 'FLASH_DIFFERS',
  data: { address: '0x00065000', sectors: '0x065000, 0x066000, 0x0A4000', count: 3 },
};

export function failedJob(action: WriterAction = 'verify', error: CodedError = DIFFERS): WriterJob {
  return job(action, {
    stages: stagesAt(action, 'verify', 'failed'),
    state: { phase: 'failed', error: { code: error.code, data: { ...error.data } } },
  });
}

export function writerOf(change: Partial<WriterSnapshot> = {}): WriterSnapshot {
  return {
    seq: 1,
    settings: {
      chip: 'auto',
      port: 'COM5',
      baudRate: 'max',
      range: { start: 0x11000, length: 0xfd000 },
      rangeFrom: 'file',
      smart: true,
      backup: true,
    },
    file: UA_FILE,
    recent: [
      { id: 'a', name: UA_FILE.name, folder: UA_FILE.folder },
      { id: 'b', name: 'd81f12004a07-BK7231N-20261121-181102.bin', folder: '/home/line2/backups' },
    ],
    job: null,
    board: null,
    framesOn: false,
    log: [],
    frames: [],
    ...change,
  };
}

export function writerLogOf(now: number): WriterSnapshot['log'] {
  const line = (ago: number, key: string, data: Record<string, string | number> = {}) => ({
    at: now - ago,
    level: 'info' as const,
    key,
    data,
  });
  return [
    line(42_000, 'writer.file', { name: UA_FILE.name, kind: 'UA', bytes: UA_FILE.bytes }),
    line(41_000, 'writer.started-program', { port: 'COM5' }),
    line(40_000, 'loader.identified', { chip: 'BK7231N', version: '' }),
    line(15_000, 'writer.backup', { name: SAVED.name }),
    line(13_000, 'loader.compared', { differing: 212, sectors: 253 }),
    line(9_000, 'job.stage', { stage: 'program' }),
  ];
}
