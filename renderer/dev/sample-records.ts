import type { RecordRow, RecordsDay } from '../../shared/contract/records-view.js';
import type { RunRecord } from '../../shared/contract/records.js';
import type { ErrorCode } from '../../shared/errors/codes.js';
import { record } from './samples.js';

const CAUSES: readonly ErrorCode[] = [
  'FLASH_VERIFY',
  'TEST_NOT_ENTERED',
  'FLASH_VERIFY',
  'BUS_NOT_CAPTURED',
  'RSSI_TOO_LOW',
];

const STAGES: RunRecord['stages'] = [
  { id: 'capture', seconds: 0.4 },
  { id: 'identify', seconds: 0.1 },
  { id: 'baud', seconds: 0.1 },
  { id: 'unprotect', seconds: 0.1 },
  { id: 'erase', seconds: 3.2 },
  { id: 'program', seconds: 11.9 },
  { id: 'verify', seconds: 0.6 },
  { id: 'reboot', seconds: 0.1 },
  { id: 'enter', seconds: 1.1 },
  { id: 'fingerprint', seconds: 0.2 },
  { id: 'license', seconds: 1.2 },
  { id: 'prove', seconds: 0.5 },
  { id: 'finish', seconds: 0.4 },
];

const ORDER = { code: 'TKBB21TYV', station: 'BURN' };

/** A made-up run number `index` of a day that began at `from`. */
function runAt(index: number, from: number): RunRecord {
  const fails = index % 41 === 7 || index % 97 === 3;
  const stopped = index % 131 === 50;
  const code = CAUSES[index % CAUSES.length] ?? 'INTERNAL';
  const pause = index > 160 ? 2_400_000 : 0;
  return record({
    runId: `run-${index}`,
    startedAt: new Date(from + index * 62_000 + ((index * 7919) % 30_000) + pause).toISOString(),
    outcome: stopped ? 'cancelled' : fails ? 'failed' : 'succeeded',
    seconds: 18.6 + ((index * 31) % 40) / 10,
    mac: `d81f1200${(0x4a07 + index).toString(16)}`,
    port: `COM${5 + (index % 4)}`,
    ...(index % 3 === 0 ? {} : { workOrder: ORDER, sn: `SN-2026-${String(index).padStart(5, '0')}` }),
    stages: STAGES.map(({ id, seconds }) => ({ id, seconds: seconds * (1 + (index % 7) / 40) })),
    error: fails ? { code, data: { address: 0xd4000, seconds: 30, seen: 'heartbeat' } } : null,
  });
}

const rowOf = (run: RunRecord): RecordRow => ({
  runId: run.runId,
  startedAt: run.startedAt,
  mode: run.mode,
  outcome: run.outcome,
  seconds: run.seconds,
  mac: run.mac,
  uuid: run.license?.uuid ?? null,
  port: run.port,
  chip: run.chip,
  firmware: run.firmware === null ? null : `${run.firmware.identifier} ${run.firmware.version}`,
  workOrder: run.workOrder,
  sn: run.sn,
  error: run.error,
});

/** A shift of boards up to a moment: the day as the Records view gets it, and its whole records. */
export function sampleDay(now: number, count = 380): { recordsDay: RecordsDay; records: RunRecord[] } {
  const morning = new Date(now);
  morning.setHours(7, 2, 0, 0);
  const records = Array.from({ length: count }, (_, index) => runAt(index, morning.getTime()));
  const pass = records.filter(({ outcome }) => outcome === 'succeeded').length;
  const fail = records.filter(({ outcome }) => outcome === 'failed').length;
  const days = Array.from({ length: 14 }, (_, index) => {
    const at = new Date(morning);
    at.setDate(at.getDate() - 13 + index);
    const day = at.toLocaleDateString('sv');
    if (index === 13) return { day, pass, fail, meanSeconds: 20.5 };
    const closed = at.getDay() === 0;
    return {
      day,
      pass: closed ? 0 : 340 + index,
      fail: closed ? 0 : 3 + ((index * 5) % 23),
      meanSeconds: 20,
    };
  });
  const day = days.at(-1)?.day ?? '';
  return { recordsDay: { day, rows: records.map(rowOf), truncated: false, days }, records };
}
