import { afterEach, describe, expect, it } from 'vitest';
import {
  createBoard,
  syntheticLicense,
  tuningOfFaults,
  type Board,
  type CreateBoardOptions,
} from '../../simulator/index.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import { BoardTransport } from '../testing/board-transport.js';
import type { OpenCli, OpenCliOptions, OpenLicense } from './api.js';
import { openTuyaCli } from './open.js';

const boards: Board[] = [];
afterEach(() => {
  for (const board of boards.splice(0)) board.dispose();
});

const GENERATIONS = ['tuyaopen', 'tuyaopen-old', 'tuyaopen-t5'] as const;
const license: OpenLicense = { uuid: 'uuid0123456789abcdef', authkey: 'Kk7'.repeat(10) + 'Kk' };

interface Bench {
  readonly clock: VirtualClock;
  readonly board: Board;
  readonly notes: { key: string }[];
  readonly open: (options?: Partial<OpenCliOptions>) => Promise<OpenCli>;
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

function bench(options: Omit<CreateBoardOptions, 'clock' | 'chip'>): Bench {
  const clock = new VirtualClock();
  const board = createBoard({ chip: 'BK7231N', timing: 'realistic', ...options, clock });
  boards.push(board);
  const port = new BoardTransport(board, clock);
  const notes: { key: string }[] = [];
  const context = {
    clock,
    signal: new AbortController().signal,
    onNote: (note: { key: string }) => void notes.push(note),
  };
  return {
    clock,
    board,
    notes,
    open: (more = {}) => clock.run(openTuyaCli(port, { ...context, ...more })),
    run: (work) => clock.run(work),
  };
}

describe.each(GENERATIONS)('a board with %s', (app) => {
  it('walks the whole way, its log in between where it cannot be silenced', async () => {
    const { board, clock, open, run } = bench({ app });
    const cli = await open();
    expect(cli.generation).toBe(app === 'tuyaopen-old' ? 'old' : 'new');
    expect(await run(cli.version())).toBe(app === 'tuyaopen-old' ? '1.0.2' : '1.6.0');
    expect(await run(cli.readMac())).toBe(board.mac);
    expect(await run(cli.readLicense())).toBeNull();
    expect(await run(cli.writeLicense(license))).toBe('written');
    expect(await run(cli.writeLicense(license))).toBe('already');
    const another = { ...license, uuid: 'uuidfedcba9876543210' };
    await expect(run(cli.writeLicense(another))).rejects.toMatchObject({ code: 'BOARD_HAS_OTHER_LICENSE' });
    expect(await run(cli.writeLicense(another, { overwrite: true }))).toBe('written');
    await run(cli.clearLicense());
    expect(await run(cli.readLicense())).toBeNull();
    expect(clock.now()).toBeLessThan(12_000);
  });

  it('keeps its license over a reset, and what it held before is read', async () => {
    const { board, open, run } = bench({ app, condition: 'authorized' });
    const { uuid, authKey } = syntheticLicense(board.mac, 'tuyaopen');
    const held = { uuid, authkey: authKey };
    expect(await run((await open()).readLicense())).toEqual(held);
    board.pressReset();
    expect(await run((await open()).writeLicense(held))).toBe('already');
  });

  it('with the factory default address is stopped', async () => {
    const { open, run } = bench({ app, ...tuningOfFaults(['default-mac']) });
    await expect(run((await open()).readMac())).rejects.toMatchObject({
      code: 'MAC_INVALID',
      data: { problem: 'default' },
    });
  });

  it.each([
    ['license-refused', 'LICENSE_REFUSED'],
    ['license-altered', 'LICENSE_READBACK'],
    ['license-lost', 'LICENSE_READBACK'],
  ])('with the fault %s is found out', async (fault, code) => {
    const { open, run } = bench({ app, ...tuningOfFaults([fault]) });
    await expect(run((await open()).writeLicense(license))).rejects.toMatchObject({ code });
  });

  it('that loses answers is asked again', async () => {
    const { open, run } = bench({ app, ...tuningOfFaults(['drop-reply=2,4,5']) });
    const cli = await open();
    expect(await run(cli.readMac())).toMatch(/^[0-9a-f]{12}$/);
    expect(await run(cli.writeLicense(license))).toBe('written');
  });

  it('has a command line from its boot on', async () => {
    const { board, open } = bench({ app });
    board.power(false);
    board.power(true);
    expect((await open()).generation).toBe(app === 'tuyaopen-old' ? 'old' : 'new');
  });

  it('is reset by RTS where that is wired', async () => {
    const { board, clock, open } = bench({ app, resetWired: true });
    const resets: string[] = [];
    board.onEvent((event) => event.type === 'reset' && resets.push(event.by));
    await open({ reset: true });
    expect(resets).toEqual(['line']);
    expect(clock.now()).toBeGreaterThan(4000);
  });
});

describe('one-time memory', () => {
  it('is written on T5AI, for good, with a reason', async () => {
    const { clock, notes, open, run } = bench({ app: 'tuyaopen-t5', otpWriteMs: 50_000 });
    const cli = await open();
    expect(await run(cli.readOtp())).toBeNull();
    const before = clock.now();
    expect(await run(cli.writeOtp(license, { reason: 'agreed' }))).toBe('written');
    expect(clock.now() - before).toBeGreaterThan(50_000);
    expect(await run(cli.readOtp())).toEqual(license);
    expect(await run(cli.readLicense())).toBeNull();
    expect(notes.map(({ key }) => key)).toContain('open.otp');
    expect(await run(cli.writeOtp(license, { reason: 'again' }))).toBe('already');
    const another = { ...license, uuid: 'uuidfedcba9876543210' };
    await expect(run(cli.writeOtp(another, { reason: 'other' }))).rejects.toMatchObject({
      code: 'BOARD_HAS_OTHER_LICENSE',
    });
  });

  it('is not claimed where there is none', async () => {
    const { open, run } = bench({ app: 'tuyaopen' });
    const cli = await open();
    await expect(run(cli.writeOtp(license, { reason: 'try' }))).rejects.toMatchObject({
      code: 'LICENSE_REFUSED',
    });
    expect(await run(cli.readLicense())).toBeNull();
  });
});

describe('boards without a command line', () => {
  it.each([
    ['n-3.1.28', 'garbage'],
    ['silent', 'nothing'],
  ] as const)('%s: says that it saw %s', async (app, seen) => {
    const { open } = bench({ app });
    await expect(open()).rejects.toMatchObject({ code: 'OPEN_CLI_NOT_FOUND', data: { seen } });
  });
});
