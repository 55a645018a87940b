import { deskOf, emptyDesk, refusingDesk, sampleDesk } from './sample-desk.js';
import { sampleReport } from './sample-report.js';
import { sampleDay } from './sample-records.js';
import type { SlotView, StationSnapshot } from '../../shared/contract/station.js';
import type { FakeCore } from './fake-bridge.js';
import * as make from './samples.js';
import * as write from './writer-samples.js';
import type { WriterSnapshot } from '../../shared/contract/writer.js';

type Scene = Omit<FakeCore, 'preferences'>;

const PORTS = [5, 6, 7, 8].map(make.serialPort);
const demoInfo = { ...make.INFO, demoToken: 'KN00000000000003', station: 'Demo' };

function scene(snapshot: StationSnapshot, change: Partial<Scene> = {}): Scene {
  return { snapshot, ports: PORTS, info: make.INFO, ...change };
}
const busyDay = (now: number): Partial<StationSnapshot> => ({
  counters: make.countersOf(212, 3, now),
  log: [
    { at: now - 9000, slot: 1, level: 'info', key: 'loader.rebooted', data: {} },
    {
      at: now - 5000,
      slot: 2,
      level: 'info',
      key: 'loader.identified',
      data: { chip: 'BK7231N', version: '1.0.1' },
    },
    {
      at: now - 3000,
      slot: 2,
      level: 'warning',
      key: 'loader.retry',
      data: { attempt: 1, what: '0x000D4000', reason: 'no reply' },
    },
    {
      at: now - 1000,
      slot: 4,
      level: 'error',
      key: 'loader.verify-again',
      data: { found: '00000000', expected: '8c410ed2' },
    },
  ],
});
const four = (now: number): SlotView[] => [
  make.waitingSlot(1, now),
  make.workingSlot(2),
  make.passedSlot(3),
  make.failedSlot(4),
];
const alone = (slot: SlotView, now: number): Scene =>
  scene(make.stationOf([slot], busyDay(now)), { ports: PORTS.slice(0, 1) });
const many = (count: number, now: number): Scene => {
  const kinds = [
    make.workingSlot,
    make.passedSlot,
    (slot: number) => make.waitingSlot(slot, now),
    make.failedSlot,
    make.idleSlot,
  ];
  const slots = Array.from({ length: count }, (_, index) => {
    const kind = kinds[(index * 7 + (index >> 2)) % kinds.length] ?? make.idleSlot;
    return kind === make.workingSlot ? make.workingSlot(index + 1, 0.1 + (index % 8) / 10) : kind(index + 1);
  });
  return scene(make.stationOf(slots, busyDay(now)), {
    ports: Array.from({ length: count }, (_, index) => make.serialPort(index + 5)),
  });
};

const passedWithSerial = (slot: number): SlotView => make.passedSlot(slot, { sn: 'SN-2026-00216' });
/** The same boards in a work order that asks for serial numbers: those that passed wait for the next one. */
const inOrder = ({ slots, ...rest }: StationSnapshot, change: Partial<Scene> = {}): Scene =>
  scene(
    {
      ...rest,
      order: make.ORDER,
      slots: slots.map((slot) => {
        const { phase } = slot.state;
        if (phase === 'succeeded') return passedWithSerial(slot.slot);
        return phase === 'idle' ? slot : { ...slot, sn: `SN-2026-00${216 + slot.slot}` };
      }),
    },
    { ports: slots.map(({ slot }) => make.serialPort(slot + 4)), ...change },
  );

/** The Writer; open it with `keys=^2`. */
const bench = (now: number, change: Partial<WriterSnapshot>): Scene =>
  scene(make.stationOf([make.idleSlot(1)]), {
    writer: write.writerOf({ log: write.writerLogOf(now), ...change }),
  });
const typed = (start: number, length: number, change: Partial<WriterSnapshot['settings']> = {}) => ({
  ...write.writerOf().settings,
  range: { start, length },
  rangeFrom: 'typed' as const,
  ...change,
});

/** Everything the page can look like; null opens it without a core. `now`: epoch ms. */
export const SCENES = {
  demo: () =>
    scene(make.stationOf([make.idleSlot(1, make.VIRTUAL_PORT.path)], { token: null }), {
      ports: [make.VIRTUAL_PORT],
      info: demoInfo,
    }),
  demoWaiting: (now: number) =>
    scene(
      make.stationOf([make.waitingSlot(1, now, { port: make.VIRTUAL_PORT.path, boardNumber: 1 })], {
        token: { ...make.TOKEN, development: true, amount: 10, free: 9 },
      }),
      { ports: [make.VIRTUAL_PORT], info: demoInfo },
    ),
  idle: () => scene(make.stationOf([make.idleSlot(1)])),
  noPorts: () => scene(make.stationOf([make.idleSlot(1, null)]), { ports: [] }),
  empty4: () =>
    scene(
      make.stationOf(
        [1, 2, 3, 4].map((slot) => make.idleSlot(slot, slot < 3 ? `COM${slot + 4}` : null)),
        { token: null },
      ),
    ),
  badToken: () =>
    scene(make.stationOf([make.idleSlot(1)], { token: null }), {
      refuse: { 'station.token': { code: 'TOKEN_UNKNOWN', data: { token: 'ABCD-EFGH-••••-••••' } } },
    }),
  waiting: (now: number) => alone(make.waitingSlot(1, now), now),
  working: (now: number) => alone(make.workingSlot(1), now),
  pass: (now: number) => alone(make.passedSlot(1), now),
  fail: (now: number) => alone(make.failedSlot(1), now),
  asking: (now: number) => alone(make.askingSlot(1), now),
  asking4: (now: number) => scene(make.stationOf([make.askingSlot(1), ...four(now).slice(1)], busyDay(now))),
  closed: (now: number) =>
    alone(
      {
        ...make.failedSlot(1, {
          code: 'TEST_CLOSED',
          data: { mac: 'D8 1F 12 00 4A 06', license: 'f0a1…9c' },
        }),
        stages: make.stagesAt('preflight', 'failed'),
      },
      now,
    ),
  wipe: (now: number) =>
    scene(make.stationOf([make.slotAt('wipe', 1)], { ...busyDay(now), mode: 'wipe', token: null })),
  verify4: (now: number) =>
    scene(
      make.stationOf(
        [1, 2, 3, 4].map((slot) => make.slotAt('verify', slot)),
        { ...busyDay(now), mode: 'verify' },
      ),
    ),
  noPermission: () =>
    scene(make.stationOf([make.idleSlot(1)], { token: null }), {
      refuse: { 'station.token': { code: 'NO_DATA_PERMISSION', data: { token: 'ABCD-EFGH-••••-••••' } } },
    }),
  stopped: (now: number) =>
    alone(
      {
        ...make.workingSlot(1),
        state: { phase: 'cancelled', record: make.record({ outcome: 'cancelled', seconds: 8.2 }) },
      },
      now,
    ),
  stopping: (now: number) => alone({ ...make.workingSlot(1), state: { phase: 'cancelling' } }, now),
  four: (now: number) => scene(make.stationOf(four(now), busyDay(now))),
  two: (now: number) => scene(make.stationOf(four(now).slice(0, 2), busyDay(now))),
  nine: (now: number) => many(9, now),
  sixteen: (now: number) => many(16, now),
  order: () => scene(make.stationOf([make.idleSlot(1)], { order: make.ORDER })),
  orderPass: (now: number) => inOrder(make.stationOf([passedWithSerial(1)], busyDay(now))),
  order4: (now: number) => inOrder(many(4, now).snapshot),
  order8: (now: number) => inOrder({ ...many(8, now).snapshot, layout: { rows: 2, columns: 4 } }),
  order16: (now: number) => inOrder(many(16, now).snapshot),
  orderTaken: (now: number) =>
    inOrder(
      { ...many(8, now).snapshot, layout: { rows: 2, columns: 4 } },
      {
        refuse: { 'station.slot': { code: 'SERIAL_TAKEN', data: { sn: 'SN-2026-00217', slot: 1 } } },
      },
    ),
  wide: (now: number) => ({
    ...scene(make.stationOf(four(now), { ...busyDay(now), layout: { rows: 1, columns: 4 } })),
  }),
  tall: (now: number) => ({
    ...scene(make.stationOf(four(now), { ...busyDay(now), layout: { rows: 4, columns: 1 } })),
  }),
  refused: (now: number) =>
    scene(make.stationOf(four(now), busyDay(now)), {
      refuse: { 'station.run': { code: 'SLOT_RUNNING', data: { slot: 1 } } },
    }),
  records: (now: number) => ({ ...scene(make.stationOf(four(now), busyDay(now))), ...sampleDay(now) }),
  desk: () => scene(make.stationOf([make.idleSlot(1)]), { desk: sampleDesk() }),
  deskRefusing: () => scene(make.stationOf([make.idleSlot(1)]), { desk: refusingDesk() }),
  deskEmpty: () => scene(make.stationOf([make.idleSlot(1)]), { desk: emptyDesk() }),
  deskLogin: () =>
    scene(make.stationOf([make.idleSlot(1)]), {
      desk: { ...emptyDesk(), state: { pms: 'server', me: null } },
    }),
  deskAdmin: () =>
    scene(make.stationOf([make.idleSlot(1)]), {
      desk: { ...sampleDesk(), state: deskOf('li.wei@line2.example', 'admin') },
    }),
  deskUnreachable: () =>
    scene(make.stationOf([make.idleSlot(1)]), {
      refuse: { 'desk.state': { code: 'INTERNAL', data: { detail: 'the core is gone' } } },
    }),
  inspect: (now: number) => ({ ...scene(make.stationOf(four(now), busyDay(now))), report: sampleReport() }),
  loading: () => scene(make.stationOf([make.idleSlot(1)]), { silent: ['station.snapshot'] }),
  unreachable: () =>
    scene(make.stationOf([make.idleSlot(1)]), {
      refuse: { 'station.snapshot': { code: 'INTERNAL', data: { detail: 'the core is gone' } } },
    }),
  writer: (now: number) => bench(now, { log: write.writerLogOf(now).slice(0, 1) }),
  writerEmpty: (now: number) => bench(now, { file: null, recent: [], log: [] }),
  writerRefused: (now: number) => bench(now, { file: write.UG_FILE }),
  writerWaiting: (now: number) => bench(now, { job: write.waitingJob(now) }),
  writerWorking: (now: number) => bench(now, { job: write.workingJob(), board: write.BOARD }),
  writerPass: (now: number) => bench(now, { job: write.passedJob(), board: write.BOARD }),
  writerDetected: (now: number) => bench(now, { job: write.detectedJob(), board: write.BOARD }),
  writerFail: (now: number) => bench(now, { job: write.failedJob(), board: write.BOARD }),
  writerErase: (now: number) =>
    bench(now, { file: null, settings: typed(0x1ee000, 0x12000, { chip: 'BK7231T' }) }),
  writerOverride: (now: number) => bench(now, { settings: typed(0, 0x200000), board: write.BOARD }),
  writerUnaligned: (now: number) => bench(now, { file: null, settings: typed(0x11800, 0x1000) }),
  writerNoPort: (now: number) => ({
    ...bench(now, { settings: { ...write.writerOf().settings, port: null } }),
    ports: [],
  }),
  writerUnreachable: (now: number) => ({
    ...bench(now, {}),
    refuse: { 'writer.snapshot': { code: 'INTERNAL' as const, data: { detail: 'the core is gone' } } },
  }),
  noCore: () => null,
} satisfies Record<string, (now: number) => Scene | null>;
export type SceneName = keyof typeof SCENES;
