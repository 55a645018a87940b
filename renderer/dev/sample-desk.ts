import type { CallReply } from '../../shared/contract/channels.js';
import type { Me } from '../../shared/contract/pms/accounts.js';
import { STANDINGS, type LedgerEvent, type LedgerRow } from '../../shared/contract/pms/ledger.js';
import type { PmsOperationName, PmsReply } from '../../shared/contract/pms/operations.js';
import type { CustomFirmware, FirmwareFile } from '../../shared/contract/pms/products.js';
import type { TokenDetail } from '../../shared/contract/pms/tokens.js';
import { maskToken } from '../../shared/domain/token.js';
import type { FakeDesk } from './fake-bridge.js';
import { TOKEN } from './samples.js';

const day = (back: number): string =>
  new Date(Date.UTC(2026, 10, 25, 9, 12) - back * 86_400_000).toISOString();
const LOCAL: Me = {
  account: { id: 'local', email: 'local', name: '', role: 'admin', status: 'active', createdAt: day(90) },
  local: true,
};

const file = (kind: FirmwareFile['kind'], bytes: number, sha: string): FirmwareFile => ({
  kind,
  name: `wifi_one_light_${kind}_1.0.0.bin`,
  bytes,
  sha256: sha.repeat(16),
  protocolClass: kind === 'UG' ? null : 'N',
  version: '1.0.0',
  warnings: kind === 'UA' ? ['not-encrypted'] : [],
});

const FIRMWARE: CustomFirmware = {
  id: 'f1',
  productId: 'qx7k3mw8abpc0d2e',
  identifier: 'wifi_one_light',
  key: 'key7k3mqx2pw8abc',
  chip: 'BK7231N',
  flashMbit: 16,
  createdAt: day(12),
  versions: [
    {
      id: 'v2',
      firmwareId: 'f1',
      version: '1.0.1',
      files: [file('QIO', 1_036_288, '3fa9'), file('UA', 966_656, '81c0')],
      enabled: false,
      scope: null,
      whitelist: [],
      createdAt: day(1),
    },
    {
      id: 'v1',
      firmwareId: 'f1',
      version: '1.0.0',
      files: [file('QIO', 1_036_288, '3fa9'), file('UA', 966_656, '81c0'), file('UG', 712_704, 'c417')],
      enabled: true,
      scope: 'general',
      whitelist: [],
      createdAt: day(12),
    },
  ],
};

const PRODUCTS: PmsReply<'product.list'>['items'] = [
  {
    id: 'qx7k3mw8abpc0d2e',
    name: 'One light',
    category: 'Lighting',
    mode: 'custom',
    createdAt: day(14),
    freeTaken: true,
  },
  {
    id: 'h2m8zk4tq9vw1r6y',
    name: 'Night lamp kit',
    category: 'Lighting',
    mode: 'no-code',
    createdAt: day(3),
    freeTaken: false,
  },
];

const order = (
  index: number,
  change: Partial<PmsReply<'order.list'>['items'][number]> = {},
): PmsReply<'order.list'>['items'][number] => ({
  code: `K7Q2M${String(1000 + index * 37).slice(0, 4)}`,
  productId: 'qx7k3mw8abpc0d2e',
  productName: 'One light',
  firmware: { versionId: 'v1', identifier: 'wifi_one_light', version: '1.0.0' },
  mode: 'credential',
  quantity: 500,
  free: false,
  licenseKind: 'tuyaos',
  development: false,
  token: '7K3M-QX2P-••••-••••',
  orderedBy: 'local',
  createdAt: day(index),
  deliveredAt: null,
  ...change,
});

const token = (name: string, change: Partial<TokenDetail> = {}): TokenDetail => ({
  ...TOKEN,
  firmware: { ...TOKEN.firmware, flashBytes: 0x200000 },
  token: name,
  orderCode: 'K7Q2M1000',
  effectiveAt: null,
  verification: 'done',
  boundTo: 'local',
  usable: true,
  revoked: null,
  macRule: null,
  lowWater: 50,
  low: false,
  leased: 0,
  ...change,
});

const TOKENS = [
  token('7K3MQX2PW8ABCDEF', { amount: 500, free: 288, used: 212, leased: 16 }),
  token('9PQR2STVWX34YZ56', {
    amount: 2,
    free: 2,
    used: 0,
    verification: 'needed',
    boundTo: null,
    usable: false,
  }),
  token('AB12CD34EF56GH78', { amount: 1000, free: 31, used: 969, low: true, country: 'DE' }),
  token('MN45PQ67RS89TV01', {
    usable: false,
    revoked: { at: day(2), reason: 'wrong firmware ordered' },
    expiresAt: day(-60),
  }),
  token('XY23ZA45BC67DE89', {
    verification: 'not-needed',
    boundTo: null,
    orderCode: null,
    amount: 20,
    free: 0,
    used: 20,
  }),
];

const uuidOf = (index: number): string =>
  `f0a1${(index * 2654435761).toString(16).padStart(12, '0').slice(0, 12)}9c`.slice(0, 16);

function ledgerRow(index: number): LedgerRow {
  const standing = index < 212 ? 'validated' : (STANDINGS[index % STANDINGS.length] ?? 'stock');
  const onBoard = ['validated', 'written', 'quarantined'].includes(standing);
  const owned = !['stock', 'held', 'delivered'].includes(standing);
  // Set aside for a station, no board yet.
  const leased = standing === 'reserved' && index % 16 === 12;
  return {
    uuid: uuidOf(index),
    authkey: 'x9Kq…7f',
    licenseKind: 'tuyaos',
    development: false,
    standing,
    exposed: onBoard,
    leasedTo: leased ? 'line-3 9f2c04d1' : null,
    mac: onBoard || (standing === 'reserved' && !leased) ? `d81f1200${(0x4a07 + index).toString(16)}` : null,
    sn: onBoard && index % 3 === 0 ? `SN26-${1000 + index}` : null,
    token: owned ? maskToken('7K3MQX2PW8ABCDEF') : null,
    orderCode: owned || standing === 'delivered' ? 'K7Q2M1000' : null,
    runId: onBoard ? `4b1c09e2-${index}` : null,
    at: day(index / 400),
    by: index % 5 === 0 ? 'local' : 'station 07',
  };
}

const event = (step: string, minutes: number, change: Partial<LedgerEvent> = {}): LedgerEvent => ({
  at: new Date(Date.parse(day(2)) + minutes * 60_000).toISOString(),
  by: 'station 07',
  step,
  from: null,
  to: 'free',
  exposed: false,
  mac: null,
  runId: null,
  port: null,
  reason: null,
  ...change,
});
const RUN = { mac: 'd81f12004a07', runId: '4b1c09e2-77aa', port: 'COM5' };

const LINE = {
  id: 'l1',
  name: 'Line 2',
  stations: [
    { code: 'BURN', name: 'Burning' },
    { code: 'RF', name: 'RF test' },
    { code: 'LABEL', name: 'Label' },
  ],
};

type Answers = { [N in PmsOperationName]?: PmsReply<N> | ((request: never) => PmsReply<N>) };

/** What the books of a small factory answer. */
export function sampleDesk(rows = 2000): FakeDesk & { answers: Answers } {
  const ledger = Array.from({ length: rows }, (_, index) => ledgerRow(index));
  const answers: Answers = {
    'product.list': { items: PRODUCTS },
    'firmware.list': ({ productId }: { productId?: string }) => ({
      items: productId === undefined || productId === FIRMWARE.productId ? [FIRMWARE] : [],
    }),
    'order.list': {
      items: [
        order(0),
        order(1, {
          mode: 'authorize-only',
          quantity: 1000,
          token: 'AB12-CD34-••••-••••',
          deliveredAt: day(0),
        }),
        order(4, { mode: 'license-list', quantity: 100, token: null, deliveredAt: day(3) }),
        order(11, {
          quantity: 2,
          free: true,
          development: true,
          token: '9PQR-2STV-••••-••••',
          deliveredAt: day(10),
        }),
      ],
      next: null,
    },
    'order.credential': { token: '7K3M-QX2P-W8AB-CDEF' },
    'token.list': { items: TOKENS, next: null },
    'token.low': { items: TOKENS.filter(({ low }) => low) },
    'pool.stock': {
      items: [
        { licenseKind: 'tuyaos', development: false, stock: 8_420, held: 3, taken: 1_577 },
        { licenseKind: 'tuyaos', development: true, stock: 8, held: 0, taken: 2 },
        { licenseKind: 'tuyaopen', development: false, stock: 250, held: 0, taken: 0 },
      ],
    },
    'pool.imports': {
      items: [
        {
          id: 'i1',
          name: 'licenses-2026-11.csv',
          licenseKind: 'tuyaos',
          development: false,
          count: 10_000,
          by: 'local',
          at: day(2),
        },
        {
          id: 'i2',
          name: 'open-250.xlsx',
          licenseKind: 'tuyaopen',
          development: false,
          count: 250,
          by: 'local',
          at: day(6),
        },
        {
          id: 'i3',
          name: 'generated',
          licenseKind: 'tuyaos',
          development: true,
          count: 10,
          by: 'local',
          at: day(12),
        },
      ],
      next: null,
    },
    'ledger.search': ({ after, text, limit = 100 }: { after?: string; text?: string; limit?: number }) => {
      const from = Number(after ?? 0);
      const found = ledger.filter(
        ({ uuid, mac }) => text === undefined || uuid.startsWith(text) || mac?.startsWith(text),
      );
      return {
        items: found.slice(from, from + limit),
        next: from + limit < found.length ? String(from + limit) : null,
      };
    },
    'ledger.history': ({ uuid }: { uuid: string }) => ({
      license: ledger.find((row) => row.uuid === uuid) ?? ledgerRow(0),
      events: [
        event('import', 0, { by: 'local', reason: null }),
        event('order', 42, { by: 'local', reason: 'K7Q2M1000' }),
        event('reserve', 1502, { ...RUN, to: 'reserved' }),
        event('expose', 1502, { ...RUN, from: 'reserved', to: 'reserved', exposed: true }),
        event('write', 1502, { ...RUN, from: 'reserved', to: 'written', exposed: true }),
        event('validate', 1503, { ...RUN, from: 'written', to: 'validated', exposed: true }),
      ],
    }),
    'ledger.reconcile': {
      at: day(0),
      licenses: 10_260,
      standings: {
        stock: 8_678,
        held: 3,
        delivered: 100,
        free: 1_224,
        reserved: 4,
        written: 1,
        validated: 248,
        quarantined: 2,
      },
      events: 12_904,
      faults: [],
      faultCount: 0,
    },
    'craftLine.list': { items: [LINE] },
    'workOrder.list': {
      items: [
        {
          code: 'W3T8K1M9P',
          token: '7K3M-QX2P-••••-••••',
          craftLine: LINE,
          quantity: 500,
          closed: false,
          createdAt: day(2),
          begun: 214,
          passed: { BURN: 212, RF: 209, LABEL: 201 },
        },
        {
          code: 'W9Q4L7R2D',
          token: null,
          craftLine: LINE,
          quantity: 50,
          closed: true,
          createdAt: day(20),
          begun: 50,
          passed: { BURN: 50, RF: 50, LABEL: 50 },
        },
      ],
      next: null,
    },
    'board.list': {
      items: [
        { id: 'SW-8F2K-77', boundTo: 'local', boundAt: day(5), createdAt: day(5), codes: 3 },
        { id: 'SW-1C9M-04', boundTo: null, boundAt: null, createdAt: day(1), codes: 0 },
      ],
    },
    'account.list': {
      items: [
        {
          id: 'a1',
          email: 'li.wei@line2.example',
          name: 'Li Wei',
          role: 'admin',
          status: 'active',
          createdAt: day(80),
        },
        {
          id: 'a2',
          email: 'sam@line2.example',
          name: 'Sam Ito',
          role: 'engineer',
          status: 'active',
          createdAt: day(60),
        },
        {
          id: 'a3',
          email: 'new@line2.example',
          name: 'Noa Berg',
          role: 'operator',
          status: 'pending',
          createdAt: day(0),
        },
      ],
    },
  };
  return {
    state: { pms: 'embedded', me: LOCAL },
    answers,
    file: { id: 'c1', name: 'licenses-2026-12.csv', bytes: 3_180_442, firmware: null },
  };
}

/** The same with nothing in it. */
export function emptyDesk(): FakeDesk {
  const none = { items: [], next: null };
  const lists = [
    'product.list',
    'firmware.list',
    'order.list',
    'token.list',
    'token.low',
    'pool.stock',
    'pool.imports',
  ];
  const more = ['ledger.search', 'craftLine.list', 'workOrder.list', 'board.list', 'account.list'];
  return {
    state: { pms: 'embedded', me: LOCAL },
    answers: Object.fromEntries([...lists, ...more].map((name) => [name, none])),
  };
}

/** Accounts are on, and somebody is logged in. */
export function deskOf(email: string, role: Me['account']['role']): CallReply<'desk.state'> {
  return { pms: 'server', me: { local: false, account: { ...LOCAL.account, id: 'a1', email, role } } };
}

/** The same, where a list has bad rows and some licenses are in the hand of a run. */
export function refusingDesk(): FakeDesk {
  const desk = sampleDesk();
  const problems = ['uuid-length', 'duplicate-uuid', 'known-uuid', 'authkey-length'];
  const rows = Array.from({ length: 200 }, (_, index) => ({
    row: 2 + index * 7,
    problem: problems[index % problems.length] ?? '',
    value: uuidOf(index),
  }));
  const answers = {
    'pool.import': () => {
      // As it comes over the bridge.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw { code: 'LIST_INVALID', data: { rows, count: 1204 } };
    },
    'ledger.quarantineMany': ({ uuids }: { uuids: string[] }) => ({
      items: uuids.map((uuid, index) => ({
        uuid,
        error: index % 2 === 0 ? null : { code: 'LICENSE_IN_HAND', data: { uuid } },
      })),
    }),
  };
  return { ...desk, answers: { ...desk.answers, ...answers } };
}
