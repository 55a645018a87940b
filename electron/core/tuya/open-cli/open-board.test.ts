import { describe, expect, it } from 'vitest';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { OpenCli, OpenLicense } from './api.js';
import { CliLink } from './cli-link.js';
import { OpenBoard } from './open-board.js';
import { ScriptedCli } from './testing/scripted-cli.js';

const license: OpenLicense = { uuid: 'uuid0123456789abcdef', authkey: 'Kk7'.repeat(10) + 'Kk' };
const other: OpenLicense = { uuid: 'uuidfedcba9876543210', authkey: 'Zz9'.repeat(10) + 'Zz' };
const WRITE = `auth ${license.uuid} ${license.authkey}`;
const OK = 'Authorization write succeeds.\r\n';
const NONE = 'Authorization read failure.\r\n';
const lines = ({ uuid, authkey }: OpenLicense): string => `${uuid}\r\n${authkey}\r\n`;

/** What is said to a line: the n-th time the n-th, then the last for good. Null: nothing. */
type Answers = Readonly<Record<string, readonly (string | null)[]>>;

function bench(answers: Answers): {
  cli: ScriptedCli;
  clock: VirtualClock;
  notes: { key: string; data: unknown }[];
  run: <T>(work: (board: OpenCli) => Promise<T>) => Promise<T>;
  asked: (line: string) => number;
} {
  const clock = new VirtualClock();
  const cli = new ScriptedCli(clock, (line, count) => {
    if (line === '') return '';
    const said = answers[line] ?? [null];
    return said[Math.min(count, said.length) - 1] ?? null;
  });
  const notes: { key: string; data: unknown }[] = [];
  const context = {
    clock,
    signal: new AbortController().signal,
    onNote: (note: { key: string; data: unknown }) => void notes.push(note),
  };
  const board = new OpenBoard(new CliLink(cli, context), context, 'new');
  return {
    cli,
    clock,
    notes,
    run: (work) => clock.run(work(board)),
    asked: (line) => cli.lines.filter((sent) => sent === line).length,
  };
}

describe('version and MAC', () => {
  it('reads the version; firmware without the command has none', async () => {
    expect(await bench({ sys_version: ['project.version 1.2.3\r\n'] }).run((it) => it.version())).toBe(
      '1.2.3',
    );
    expect(await bench({ sys_version: ['No command\r\n'] }).run((it) => it.version())).toBeNull();
    await expect(bench({}).run((it) => it.version())).rejects.toMatchObject({
      code: 'OPEN_CLI_NO_REPLY',
      data: { command: 'sys_version', tries: 3 },
    });
  });

  it('asks for the MAC up to ten times', async () => {
    const late = bench({
      read_mac: [...Array.from({ length: 9 }, () => 'not yet\r\n'), 'MAC:D8:1F:12:00:4A:07\r\n'],
    });
    expect(await late.run((it) => it.readMac())).toBe('d81f12004a07');
    expect(late.asked('read_mac')).toBe(10);
    const never = bench({ read_mac: [null] });
    await expect(never.run((it) => it.readMac())).rejects.toMatchObject({
      code: 'OPEN_CLI_NO_REPLY',
      data: { command: 'read_mac', tries: 10 },
    });
    expect(never.asked('read_mac')).toBe(10);
  });

  it.each([
    ['C8:47:8C:00:00:18', 'default'],
    ['C8:47:8C:00:00:00', 'default'],
    ['00:00:00:00:00:00', 'zero'],
    ['FF:FF:FF:FF:FF:FF', 'broadcast'],
    ['01:00:5E:00:00:01', 'multicast'],
  ])('stops at once at %s', async (mac, problem) => {
    const it = bench({ read_mac: [`${mac}\r\n`] });
    await expect(it.run((board) => board.readMac())).rejects.toMatchObject({
      code: 'MAC_INVALID',
      data: { mac, problem },
    });
    expect(it.asked('read_mac')).toBe(1);
  });
});

describe('reading the license', () => {
  it('tells one, none, and the placeholder, which is none', async () => {
    const read = (said: string): Promise<OpenLicense | null> =>
      bench({ 'auth-read': [said] }).run((it) => it.readLicense());
    expect(await read(lines(license))).toEqual(license);
    expect(await read(NONE)).toBeNull();
    expect(await read('uuidxxxxxxxxxxxxxxxx\r\nkeyxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n')).toBeNull();
  });

  it('asks again where it lost bytes, and never takes that for none', async () => {
    const torn = bench({
      'auth-read': [`${license.uuid}\r\n${license.authkey.slice(3)}\r\n`, lines(license)],
    });
    expect(await torn.run((it) => it.readLicense())).toEqual(license);
    for (const said of ['', 'what\r\n', null])
      await expect(bench({ 'auth-read': [said] }).run((it) => it.readLicense())).rejects.toMatchObject({
        code: 'OPEN_CLI_NO_REPLY',
      });
  });
});

describe('writing the license', () => {
  it('writes and proves', async () => {
    const it = bench({ 'auth-read': [NONE, lines(license)], [WRITE]: [OK] });
    expect(await it.run((board) => board.writeLicense(license))).toBe('written');
    expect(it.cli.lines).toEqual(['auth-read', WRITE, 'auth-read']);
  });

  it('leaves a board alone that holds it already', async () => {
    const it = bench({ 'auth-read': [lines(license)] });
    expect(await it.run((board) => board.writeLicense(license))).toBe('already');
    expect(it.asked(WRITE)).toBe(0);
    expect(it.notes).toEqual([
      expect.objectContaining({ key: 'open.license-kept', data: { uuid: 'uuid…ef' } }),
    ]);
  });

  it('leaves another license alone, unless told to overwrite it', async () => {
    const foreign = bench({ 'auth-read': [lines(other)] });
    await expect(foreign.run((board) => board.writeLicense(license))).rejects.toMatchObject({
      code: 'BOARD_HAS_OTHER_LICENSE',
      data: { uuid: 'uuid…10' },
    });
    expect(foreign.asked(WRITE)).toBe(0);
    const told = bench({ 'auth-read': [lines(other), lines(license)], [WRITE]: [OK] });
    expect(await told.run((board) => board.writeLicense(license, { overwrite: true }))).toBe('written');
    // The same uuid with another key is another license.
    const half = bench({ 'auth-read': [lines({ ...other, uuid: license.uuid })] });
    await expect(half.run((board) => board.writeLicense(license))).rejects.toMatchObject({
      code: 'BOARD_HAS_OTHER_LICENSE',
    });
  });

  it.each(['Authorization write failure.\r\n', 'Use like: auth uuidxxx keyxxx\r\n', 'uuid length error\r\n'])(
    'tries again, ten times at most and 0.8 s apart: %s',
    async (said) => {
      const heals = bench({ 'auth-read': [NONE, lines(license)], [WRITE]: [said, said, OK] });
      expect(await heals.run((board) => board.writeLicense(license))).toBe('written');
      expect(heals.asked(WRITE)).toBe(3);
      expect(heals.clock.now()).toBeGreaterThan(2 * 800);
      const never = bench({ 'auth-read': [NONE], [WRITE]: [said] });
      await expect(never.run((board) => board.writeLicense(license))).rejects.toMatchObject({
        code: 'LICENSE_REFUSED',
      });
      expect(never.asked(WRITE)).toBe(10);
      expect(never.clock.now()).toBeGreaterThan(9 * 800);
      expect(never.clock.now()).toBeLessThan(9 * 1600);
    },
  );

  it('gives up on silence with a code', async () => {
    const it = bench({ 'auth-read': [NONE] });
    await expect(it.run((board) => board.writeLicense(license))).rejects.toMatchObject({
      code: 'OPEN_CLI_NO_REPLY',
      data: { command: 'auth', tries: 10 },
    });
    expect(it.asked(WRITE)).toBe(10);
  });

  it('believes only what reads back', async () => {
    for (const [read, field] of [
      [NONE, 'uuid'],
      [lines(other), 'uuid'],
      [lines({ ...license, authkey: other.authkey }), 'authkey'],
    ] as const) {
      const it = bench({ 'auth-read': [NONE, read], [WRITE]: [OK] });
      await expect(it.run((board) => board.writeLicense(license))).rejects.toMatchObject({
        code: 'LICENSE_READBACK',
        data: { field },
      });
    }
  });

  it('refuses what cannot be one before a byte is sent', async () => {
    const it = bench({});
    for (const [wrong, problem] of [
      [{ ...license, uuid: '0123456789abcdef' }, 'uuid-open'],
      [{ ...license, uuid: 'uuidxxxxxxxxxxxxxxxx' }, 'uuid-open'],
      [{ ...license, authkey: 'short' }, 'authkey-length'],
      [{ ...license, authkey: `${license.authkey.slice(1)}\n` }, 'authkey-characters'],
    ] as const)
      await expect(it.run((board) => board.writeLicense(wrong))).rejects.toMatchObject({
        code: 'LICENSE_INVALID',
        data: { problem },
      });
    await expect(it.run((board) => board.writeLicense(license, { kind: 'tuyaos' }))).rejects.toMatchObject({
      code: 'LICENSE_KIND',
      data: { kind: 'tuyaos', wanted: 'tuyaopen' },
    });
    expect(it.cli.lines).toEqual([]);
  });

  it('lets no secret into an error or a note, whatever the board says', async () => {
    const echoing = `${WRITE} ?\r\nAuthorization write failure.\r\n`;
    for (const said of [echoing, WRITE.slice(2), null]) {
      const it = bench({ 'auth-read': [NONE], [WRITE]: [said] });
      const error: unknown = await it
        .run((board) => board.writeLicense(license))
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(KilnError);
      const told = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(it.notes)}`;
      expect(told).not.toContain(license.authkey);
      expect(told).not.toContain(license.uuid);
    }
  });
});

describe('clearing the license', () => {
  it('is proven by reading', async () => {
    const it = bench({ 'auth-reset': ['whatever\r\n'], 'auth-read': [NONE] });
    await it.run((board) => board.clearLicense());
    expect(it.cli.lines).toEqual(['auth-reset', 'auth-read']);
    const kept = bench({ 'auth-reset': [''], 'auth-read': [lines(license)] });
    await expect(kept.run((board) => board.clearLicense())).rejects.toMatchObject({
      code: 'LICENSE_NOT_CLEARED',
    });
  });
});

describe('one-time memory', () => {
  const OTP_WRITE = `${WRITE} 1`;
  const OTP_OK = 'Authorization write to OTP Succeeds.\r\n';
  const reason = 'line 3 agreed with the customer';

  it('is never touched without a reason', async () => {
    for (const none of ['', '  \n']) {
      const it = bench({ 'auth-read 1': [NONE], [OTP_WRITE]: [OTP_OK] });
      await expect(it.run((board) => board.writeOtp(license, { reason: none }))).rejects.toMatchObject({
        code: 'OTP_NOT_ASKED',
      });
      expect(it.cli.lines).toEqual([]);
    }
  });

  it('is read by its own command, written once, said in the log, and read back', async () => {
    const it = bench({ 'auth-read 1': [NONE, lines(license)], [OTP_WRITE]: [OTP_OK] });
    expect(await it.run((board) => board.writeOtp(license, { reason }))).toBe('written');
    expect(it.cli.lines).toEqual(['auth-read 1', OTP_WRITE, 'auth-read 1']);
    expect(it.notes).toEqual([{ level: 'warning', key: 'open.otp', data: { reason } }]);
    expect(await it.run((board) => board.readOtp())).toEqual(license);
  });

  it('gets a minute, and never a second write', async () => {
    const clock = new VirtualClock();
    let done = false;
    const cli = new ScriptedCli(clock, (line, _count, it) => {
      if (line === 'auth-read 1') return done ? lines(license) : NONE;
      if (line === OTP_WRITE) {
        clock.schedule(55_000, () => void (done = true));
        it.print(`${OTP_OK}tuya>`, 55_000);
        return null;
      }
      return '';
    });
    const context = { clock, signal: new AbortController().signal };
    const board = new OpenBoard(new CliLink(cli, context), context, 'new');
    expect(await clock.run(board.writeOtp(license, { reason }))).toBe('written');
    expect(clock.now()).toBeGreaterThan(55_000);

    const silent = bench({ 'auth-read 1': [NONE] });
    await expect(silent.run((it) => it.writeOtp(license, { reason }))).rejects.toMatchObject({
      code: 'OPEN_CLI_NO_REPLY',
      data: { command: 'auth', tries: 1 },
    });
    expect(silent.asked(OTP_WRITE)).toBe(1);
    expect(silent.clock.now()).toBeGreaterThan(60_000);
  });

  it('takes neither a failure nor a write elsewhere for success', async () => {
    for (const said of ['Authorization write to OTP failure.\r\n', OK, 'Use like: auth …\r\n']) {
      const it = bench({ 'auth-read 1': [NONE], [OTP_WRITE]: [said] });
      await expect(it.run((board) => board.writeOtp(license, { reason }))).rejects.toMatchObject({
        code: 'LICENSE_REFUSED',
      });
      expect(it.asked(OTP_WRITE)).toBe(1);
    }
    const wrong = bench({ 'auth-read 1': [NONE, lines(other)], [OTP_WRITE]: [OTP_OK] });
    await expect(wrong.run((board) => board.writeOtp(license, { reason }))).rejects.toMatchObject({
      code: 'LICENSE_READBACK',
    });
  });

  it('is left alone where it holds a license', async () => {
    const same = bench({ 'auth-read 1': [lines(license)], 'auth-read': [NONE] });
    expect(await same.run((board) => board.writeOtp(license, { reason }))).toBe('already');
    const foreign = bench({ 'auth-read 1': [lines(other)], 'auth-read': [lines(other)] });
    await expect(foreign.run((board) => board.writeOtp(license, { reason }))).rejects.toMatchObject({
      code: 'BOARD_HAS_OTHER_LICENSE',
    });
    for (const it of [same, foreign]) expect(it.asked(OTP_WRITE)).toBe(0);
  });

  it('is not believed where the argument may have been ignored', async () => {
    // Both reads say the same: perhaps there is no one-time memory here at all.
    const it = bench({ 'auth-read 1': [lines(license)], 'auth-read': [lines(license)], [OTP_WRITE]: [OK] });
    await expect(it.run((board) => board.writeOtp(license, { reason }))).rejects.toMatchObject({
      code: 'LICENSE_REFUSED',
    });
  });

  it('takes no other kind of license', async () => {
    const it = bench({});
    await expect(
      it.run((board) => board.writeOtp({ ...license, uuid: '0123456789abcdef' }, { reason })),
    ).rejects.toMatchObject({ code: 'LICENSE_INVALID' });
    expect(it.cli.lines).toEqual([]);
  });
});
