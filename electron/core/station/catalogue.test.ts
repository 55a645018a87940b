import { afterEach, describe, expect, it } from 'vitest';

import { SAFE_POLICIES, type StationPolicies } from '../../../shared/contract/policies.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { CATALOGUE, type CatalogueId } from '../../../shared/errors/catalogue.js';
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors/codes.js';
import { KilnError, toCodedError, type CodedError } from '../../../shared/errors/kiln-error.js';
import { remedyOf, type Remedy } from '../../../shared/errors/remedies.js';
import { WORDS } from '../../../shared/words/index.js';
import { errorText } from '../../../shared/words/error-text.js';
import { makeDemoFirmware } from '../firmware/demo-firmware.js';
import type { NewToken, Pms } from '../pms/pms.js';
import { syntheticLicense, tuningOfFaults, type CreateBoardOptions } from '../simulator/index.js';
import type { JobRequest } from './job-api.js';
import { IDENTIFIER, openBench, validated, VERSION, type Bench } from './testing/bench.js';
import { pmsWith } from './testing/pms-with.js';

type Board = Omit<CreateBoardOptions, 'clock'>;
type Books = Partial<Pick<TokenInfo, 'free' | 'reserved' | 'written' | 'validated' | 'quarantined'>>;

const MAC = 'd81f12000001';
const N: Board = { chip: 'BK7231N', mac: MAC, fingerprint: { name: IDENTIFIER, version: VERSION } };
const T: Board = { ...N, chip: 'BK7231T' };
const FRESH: Board = { ...N, condition: 'fresh' };
const ONLY: Partial<NewToken> = { firmware: null };
const AUTHORIZE = { mode: 'authorize', enterMs: 6000 } as const;
const BURN = { mode: 'burn-authorize', enterMs: 6000 } as const;
const FREE: Books = { free: 1, reserved: 0, written: 0, validated: 0, quarantined: 0 };
const QUARANTINED: Books = { ...FREE, free: 0, quarantined: 1 };
const policies = (change: Partial<StationPolicies>): StationPolicies => ({ ...SAFE_POLICIES, ...change });
const faulty = (board: Board, ...faults: string[]): Board => ({ ...board, ...tuningOfFaults(faults) });
const rules = (change: Partial<NonNullable<NewToken['rules']>>): Partial<NewToken> => ({
  ...ONLY,
  rules: { country: null, rssi: null, gpio: false, userConfig: null, ...change },
});

/** One thing that goes wrong: a board, what is done with it, and what must come of it. */
interface Scene {
  readonly row: CatalogueId;
  readonly what: string;
  readonly board: Board;
  readonly code: ErrorCode;
  readonly data?: CodedError['data'];
  readonly remedy: Remedy | null;
  /** The licenses of the token afterwards. */
  readonly books: Books;
  /** The board's flash is as it was before. */
  readonly untouched?: boolean;
  readonly token?: Partial<NewToken>;
  readonly request: Partial<JobRequest>;
  /** Answers of a PMS that the embedded one does not give. */
  readonly pms?: (pms: Pms) => Partial<Pms>;
  /** Before the run. */
  readonly before?: (bench: Bench, token: string) => Promise<unknown>;
  /** No hand at the reset. */
  readonly alone?: boolean;
}

const demo = (protocolClass: 'T' | 'N', version = VERSION): Partial<NewToken> => ({
  firmware: {
    name: `${IDENTIFIER}_QIO_${version}.bin`,
    image: makeDemoFirmware({ protocolClass, identifier: IDENTIFIER, version }),
  },
  version,
});
const boardLicense = (board: Board): NewToken['licenses'] => {
  const { uuid, authKey, psk } = syntheticLicense(board.mac ?? '');
  return [{ uuid, authkey: authKey, pskKey: psk, row: 2 }];
};
/** The books have given this MAC a license of another token, for good. */
async function validatedElsewhere(bench: Bench): Promise<void> {
  await validated(bench, await bench.token(1, ONLY), MAC);
}

const SCENES: readonly Scene[] = [
  // The token (authorization §4.3; the guide's first question)
  {
    row: 'no-permission',
    what: 'a token that nobody has verified for this account',
    board: FRESH,
    request: AUTHORIZE,
    token: ONLY,
    pms: () => ({
      openToken: () => Promise.reject(new KilnError('NO_DATA_PERMISSION', { token: '7K3M-QX2P' })),
    }),
    code: 'NO_DATA_PERMISSION',
    remedy: 'verify-code',
    books: FREE,
    untouched: true,
  },
  {
    row: 'token-unknown',
    what: 'a token of another PMS',
    board: FRESH,
    request: { ...AUTHORIZE, token: '0000000000000000' },
    code: 'TOKEN_UNKNOWN',
    remedy: 'other-token',
    books: FREE,
    untouched: true,
  },
  {
    row: 'used-up',
    what: 'no license is left for this board, which shows before it is burned',
    board: N,
    request: BURN,
    before: async (bench, token) => {
      const claim = { token, mac: 'd81f12000077', runId: 'before' };
      await bench.pms.reserve(claim);
      await bench.pms.markWritten(claim);
    },
    code: 'POOL_EMPTY',
    data: { amount: 1 },
    remedy: 'other-token',
    books: { free: 0, written: 1 },
    untouched: true,
  },
  {
    row: 'expired',
    what: 'a token that was good until a moment ago',
    board: FRESH,
    request: AUTHORIZE,
    token: { ...ONLY, expiresAt: new Date(1) },
    pms: () => ({}),
    before: (bench) => bench.clock.advance(10),
    code: 'TOKEN_EXPIRED',
    remedy: 'other-token',
    books: FREE,
    untouched: true,
  },
  {
    row: 'expired',
    what: 'a token that is not good yet',
    board: FRESH,
    request: AUTHORIZE,
    token: ONLY,
    pms: () => ({
      openToken: () => Promise.reject(new KilnError('TOKEN_NOT_EFFECTIVE', { effectiveAt: '2027-01-01' })),
    }),
    code: 'TOKEN_NOT_EFFECTIVE',
    remedy: null,
    books: FREE,
    untouched: true,
  },
  // The port
  {
    row: 'bus-contention',
    what: 'another slot holds the port',
    board: FRESH,
    request: AUTHORIZE,
    token: ONLY,
    before: (bench) => bench.ports.lease('virtual:1', 'slot 3'),
    code: 'PORT_BUSY',
    data: { holder: 'slot 3' },
    remedy: 'close-slot',
    books: FREE,
    untouched: true,
  },
  {
    row: 'bus-contention',
    what: 'another program holds the port',
    board: FRESH,
    request: AUTHORIZE,
    token: ONLY,
    before: (bench) => bench.ports.lease('virtual:1', 'kiln run (process 7)'),
    code: 'PORT_BUSY',
    remedy: 'choose-port',
    books: FREE,
  },
  {
    row: 'bus-contention',
    what: 'the adapter is gone',
    board: FRESH,
    request: { ...AUTHORIZE, port: 'virtual:9' },
    token: ONLY,
    code: 'PORT_NOT_FOUND',
    remedy: 'choose-port',
    books: FREE,
  },
  {
    row: 'no-board',
    what: 'nobody resets the board',
    board: N,
    request: { ...BURN, captureMs: 3000 },
    alone: true,
    code: 'BUS_NOT_CAPTURED',
    remedy: 'run-again',
    books: FREE,
    untouched: true,
  },
  // The flash
  {
    row: 'flash-compare',
    what: 'the firmware was set up for another size of flash',
    board: N,
    request: BURN,
    pms: (pms) => ({
      openToken: async (token) => {
        const info = await pms.openToken(token);
        return { ...info, firmware: { ...info.firmware, flashBytes: 0x400000 } };
      },
    }),
    code: 'FLASH_SIZE_DIFFERS',
    data: { found: 2048, configured: 4096 },
    remedy: null,
    books: FREE,
    untouched: true,
  },
  // What the board holds, seen before anything is erased (authorization §5.6)
  ...([N, T] as const).map((board): Scene => ({
    row: 'test-closed',
    what: `${board.chip}: the closed flag is found before the board is burned`,
    board: { ...board, condition: 'locked' },
    request: BURN,
    token: demo(board.chip === 'BK7231N' ? 'N' : 'T'),
    code: 'TEST_CLOSED',
    remedy: 'unlock',
    books: FREE,
    untouched: true,
  })),
  {
    row: 'already-authorized',
    what: 'the license of another token is found before the board is burned',
    board: { ...N, condition: 'authorized' },
    request: BURN,
    code: 'BOARD_HAS_OTHER_LICENSE',
    remedy: null,
    books: FREE,
    untouched: true,
  },
  {
    row: 'already-authorized',
    what: 'the same, where nothing is burned',
    board: { ...N, condition: 'authorized' },
    request: AUTHORIZE,
    token: ONLY,
    code: 'BOARD_HAS_OTHER_LICENSE',
    remedy: null,
    books: FREE,
  },
  {
    row: 'already-authorized',
    what: 'a station that refuses boards of its own token',
    board: { ...N, condition: 'authorized' },
    request: { ...BURN, policies: policies({ sameLicense: 'refuse' }) },
    token: { licenses: boardLicense(N) },
    before: (bench, token) => validated(bench, token, MAC),
    code: 'BOARD_ALREADY_AUTHORIZED',
    remedy: null,
    books: { free: 0, validated: 1 },
    untouched: true,
  },
  // The production test is not entered (authorization §1.5)
  {
    row: 'not-entered',
    what: 'locked or missed: the application asks for its product',
    board: { ...N, condition: 'locked' },
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NOT_ENTERED',
    data: { verdict: 'application-running', seen: 'product-query' },
    remedy: 'unlock',
    books: FREE,
  },
  {
    row: 'not-entered',
    what: 'heartbeats of an application without a test window',
    board: { ...N, app: 'heartbeat' },
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NOT_ENTERED',
    data: { verdict: 'application-running' },
    remedy: 'unlock',
    books: FREE,
  },
  {
    row: 'not-entered',
    what: 'TX and RX touch',
    board: faulty(FRESH, 'echo'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NOT_ENTERED',
    data: { verdict: 'echo', seen: 'echo' },
    remedy: 'run-again',
    books: FREE,
  },
  {
    row: 'not-entered',
    what: 'wired to the log output',
    board: faulty(FRESH, 'log-uart'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NOT_ENTERED',
    data: { seen: 'garbage' },
    remedy: 'run-again',
    books: FREE,
  },
  {
    row: 'not-entered',
    what: 'nothing at all',
    board: { ...N, app: 'silent' },
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NOT_ENTERED',
    data: { verdict: 'nothing', seen: 'nothing' },
    remedy: 'run-again',
    books: FREE,
  },
  // In the production test
  {
    row: 'fingerprint',
    what: 'the firmware is not the token’s: both sides are said',
    board: faulty(FRESH, 'wrong-firmware=other_light@9.9.9'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'FINGERPRINT_MISMATCH',
    data: { gotName: 'other_light', gotVersion: '9.9.9', wantName: IDENTIFIER, wantVersion: VERSION },
    remedy: 'other-token',
    books: FREE,
  },
  ...(['no-fingerprint', 'fingerprint-silent'] as const).map((fault): Scene => ({
    row: 'fingerprint',
    what: `06 tells nothing (${fault})`,
    board: faulty(FRESH, fault),
    request: AUTHORIZE,
    token: ONLY,
    code: 'FINGERPRINT_UNREADABLE',
    remedy: 'run-again',
    books: FREE,
  })),
  {
    row: 'test-broken',
    what: 'the board loses its power while it stores its license',
    board: faulty(FRESH, 'power-loss'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'TEST_NO_REPLY',
    data: { command: '07' },
    remedy: 'run-again',
    books: QUARANTINED,
  },
  {
    row: 'license-write',
    what: '07 says no, twice',
    board: faulty(FRESH, 'license-refused'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'LICENSE_REFUSED',
    remedy: 'run-again',
    books: QUARANTINED,
  },
  ...(['license-altered', 'license-lost'] as const).map((fault): Scene => ({
    row: 'license-write',
    what: `07 says yes and 08 tells something else (${fault})`,
    board: faulty(FRESH, fault),
    request: AUTHORIZE,
    token: ONLY,
    code: 'LICENSE_READBACK',
    remedy: 'run-again',
    books: QUARANTINED,
  })),
  {
    row: 'mac-default',
    what: 'the RF sector was erased: known before the board is burned',
    board: faulty(N, 'default-mac'),
    request: BURN,
    code: 'MAC_INVALID',
    data: { mac: 'c8478c000000', problem: 'default' },
    remedy: 'write-mac',
    books: FREE,
    untouched: true,
  },
  {
    row: 'mac-default',
    what: 'the same, where nothing is burned',
    board: faulty(FRESH, 'default-mac'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'MAC_INVALID',
    data: { problem: 'default' },
    remedy: 'write-mac',
    books: FREE,
  },
  {
    row: 'mac-default',
    what: 'an address of all ones',
    board: faulty(FRESH, 'ff-mac'),
    request: AUTHORIZE,
    token: ONLY,
    code: 'MAC_INVALID',
    data: { problem: 'broadcast' },
    remedy: null,
    books: FREE,
  },
  ...([BURN, AUTHORIZE] as const).map((request): Scene => ({
    row: 'mac-duplicate',
    what: `another license was validated for this MAC (${request.mode})`,
    board: request.mode === 'authorize' ? FRESH : N,
    request,
    ...(request.mode === 'authorize' ? { token: ONLY } : {}),
    before: validatedElsewhere,
    code: 'MAC_DUPLICATE',
    remedy: 'write-mac',
    books: FREE,
    untouched: request.mode === 'burn-authorize',
  })),
  {
    row: 'other-kind',
    what: 'a TuyaOpen board and TuyaOS licenses',
    board: { ...N, app: 'tuyaopen', condition: 'fresh' },
    request: AUTHORIZE,
    token: ONLY,
    code: 'LICENSE_KIND',
    data: { kind: 'tuyaos', wanted: 'tuyaopen' },
    remedy: 'other-token',
    books: FREE,
  },
  {
    row: 'country',
    what: 'the country is acknowledged and not kept',
    board: faulty(FRESH, 'country-ignored'),
    request: AUTHORIZE,
    token: rules({ country: 'DE' }),
    code: 'COUNTRY_MISMATCH',
    data: { wanted: 'DE', got: '' },
    remedy: 'run-again',
    books: { free: 0, written: 1 },
  },
  {
    row: 'rssi',
    what: 'the radio is weaker than the limit',
    board: faulty(FRESH, 'rssi=-85'),
    request: AUTHORIZE,
    token: rules({ rssi: { ssid: 'test_ap', min: -60 } }),
    code: 'RSSI_TOO_LOW',
    data: { rssi: -85, min: -60, ssid: 'test_ap' },
    remedy: 'run-again',
    books: { free: 0, written: 1 },
  },
  {
    row: 'rssi',
    what: 'the access point is not on',
    board: faulty(FRESH, 'no-ap'),
    request: AUTHORIZE,
    token: rules({ rssi: { ssid: 'test_ap', min: -60 } }),
    code: 'RSSI_NO_AP',
    remedy: 'run-again',
    books: { free: 0, written: 1 },
  },
  {
    row: 'gpio',
    what: 'a pin is shorted',
    board: faulty(FRESH, 'gpio'),
    request: AUTHORIZE,
    token: rules({ gpio: true }),
    code: 'GPIO_FAILED',
    remedy: 'run-again',
    books: { free: 0, written: 1 },
  },
  {
    row: 'stack-up',
    what: 'the board that passed is still there, before it is burned again',
    board: N,
    request: { ...BURN, lastMac: MAC, policies: policies({ stackUp: 'refuse' }) },
    code: 'STACK_UP',
    data: { mac: MAC },
    remedy: 'run-again',
    books: FREE,
    untouched: true,
  },
  {
    row: 'stack-up',
    what: 'nobody is there to be asked',
    board: FRESH,
    request: { ...AUTHORIZE, lastMac: MAC },
    token: ONLY,
    code: 'STACK_UP',
    remedy: 'run-again',
    books: FREE,
  },
];

let bench: Bench;
afterEach(() => bench.close());

async function errorOf(work: Promise<{ readonly error: CodedError | null }>): Promise<CodedError | null> {
  try {
    return (await work).error;
  } catch (thrown) {
    return toCodedError(thrown);
  }
}

describe('every row of the catalogue', () => {
  it.each(SCENES)('$row: $what', async (scene) => {
    bench = await openBench([scene.board], { operator: scene.alone !== true });
    const { expiresAt, ...part } = scene.token ?? {};
    const soon = new Date(bench.clock.wallTime().getTime() + 5);
    const token = await bench.token(1, { ...part, ...(expiresAt ? { expiresAt: soon } : {}) });
    await scene.before?.(bench, token);
    if (scene.alone === true) await bench.clock.advance(5000);
    const [board] = bench.boards;
    const flash = board?.flashImage() ?? new Uint8Array();
    const error = await errorOf(
      bench.run(
        { token, ...scene.request },
        scene.pms ? { pms: pmsWith(bench.pms, scene.pms(bench.pms)) } : {},
      ),
    );
    expect(error).toMatchObject({ code: scene.code, ...(scene.data ? { data: scene.data } : {}) });
    const seen: readonly string[] = (CATALOGUE[scene.row].codes as Record<string, readonly string[]>)[
      scene.code
    ] ?? ['?'];
    for (const key of seen) expect(error?.data, key).toHaveProperty(key);
    expect(error && remedyOf(error)).toBe(scene.remedy);
    const { title, cause, remedy } = errorText('en', error ?? { code: 'INTERNAL', data: {} });
    expect(`${title} ${cause} ${remedy}`).not.toContain('{{');
    expect(await bench.pms.tokenInfo(token)).toMatchObject(scene.books);
    if (scene.untouched === true)
      expect(Buffer.compare(board?.flashImage() ?? new Uint8Array(), flash)).toBe(0);
  });
});

describe('the catalogue', () => {
  it('has a scene for every row, and words and a known code for every code of a row', async () => {
    bench = await openBench([]);
    expect(new Set(SCENES.map(({ row }) => row))).toEqual(new Set(Object.keys(CATALOGUE)));
    for (const { codes } of Object.values(CATALOGUE)) {
      for (const code of Object.keys(codes) as ErrorCode[]) {
        expect(ERROR_CODES).toHaveProperty(code);
        for (const language of ['en', 'zh-CN'] as const)
          expect(WORDS[language].errors[code].remedy).not.toBe('');
      }
    }
  });
});
