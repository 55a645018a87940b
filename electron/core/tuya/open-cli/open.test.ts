import { describe, expect, it } from 'vitest';
import { cancelled } from '../../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { OpenCli, OpenCliOptions } from './api.js';
import { openTuyaCli } from './open.js';
import { ScriptedCli, type CliScript } from './testing/scripted-cli.js';

function bench(script: CliScript): {
  clock: VirtualClock;
  cli: ScriptedCli;
  controller: AbortController;
  notes: unknown[];
  open: (options?: Partial<OpenCliOptions>) => Promise<OpenCli>;
} {
  const clock = new VirtualClock();
  const cli = new ScriptedCli(clock, script);
  const controller = new AbortController();
  const notes: unknown[] = [];
  const options = { clock, signal: controller.signal, onNote: (note: unknown) => void notes.push(note) };
  return {
    clock,
    cli,
    controller,
    notes,
    open: (more = {}) => clock.run(openTuyaCli(cli, { ...options, ...more })),
  };
}

const NEW: CliScript = (line) => (line === 'sys_log_enable off' ? 'OK: log disabled\r\n' : '');

describe('openTuyaCli', () => {
  it('goes to 115200 baud, waits for quiet, finds the prompt and switches the log off', async () => {
    const { clock, cli, notes, open } = bench(NEW);
    expect((await open()).generation).toBe('new');
    expect(cli.bauds).toEqual([115200]);
    expect(cli.modem).toEqual([]);
    expect(cli.lines).toEqual(['', 'sys_log_enable off']);
    expect(clock.now()).toBeGreaterThan(800);
    expect(clock.now()).toBeLessThan(1300);
    expect(notes).toEqual([{ level: 'info', key: 'open.prompt', data: { generation: 'new' } }]);
    expect([cli.listeners, clock.pending]).toEqual([0, 0]);
  });

  it.each([
    ['says that there is no such command', 'No command\r\n'],
    ['says nothing but its prompt', ''],
  ])('knows old firmware, which %s', async (_what, said) => {
    const { open } = bench((line) => (line === 'sys_log_enable off' ? said : ''));
    expect((await open()).generation).toBe('old');
  });

  it('works through a log that cannot be switched off', async () => {
    const LOG = '\u001b[33m[01-01 00:00:01 ty D][x.c:1] tick\u001b[0m\r\n';
    const { cli, open } = bench((line) => (line === 'sys_version' ? `${LOG}project.version 1.0.0\r\n` : LOG));
    for (let ms = 0; ms < 60_000; ms += 400) cli.print(LOG, ms);
    const board = await open();
    expect(board.generation).toBe('old');
  });

  it('lets the boot go by, five seconds of it at most', async () => {
    const { clock, cli, open } = bench(NEW);
    for (let ms = 0; ms < 2000; ms += 300) cli.print('boot\r\n', ms);
    await open();
    expect(clock.now()).toBeGreaterThan(1800 + 800);
    const endless = bench(NEW);
    for (let ms = 0; ms < 20_000; ms += 300) endless.cli.print('[01-01 00:00:00 ty D] x\r\n', ms);
    await endless.open();
    expect(endless.clock.now()).toBeGreaterThan(5000);
    expect(endless.clock.now()).toBeLessThan(7000);
  });

  it('pulses RTS where it is asked to, and leaves 3 s for the boot', async () => {
    const { clock, cli, open } = bench(NEW);
    await open({ reset: true });
    expect(cli.modem).toEqual([{ rts: true }, { rts: false }]);
    expect(clock.now()).toBeGreaterThan(250 + 3000 + 800);
    const without = bench(NEW);
    without.cli.hasModemLines = false;
    expect((await without.open({ reset: true })).generation).toBe('new');
  });

  it('never leaves the board held in reset', async () => {
    const { clock, cli, controller, open } = bench(NEW);
    clock.schedule(100, () => controller.abort(cancelled()));
    await expect(open({ reset: true })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(cli.modem.at(-1)).toEqual({ rts: false });
    const lost = bench(NEW);
    lost.clock.schedule(1000, () => lost.cli.lose());
    await expect(lost.open({ reset: true })).rejects.toMatchObject({ code: 'PORT_LOST' });
    expect(lost.clock.now()).toBeLessThan(1100);
    expect(lost.clock.pending).toBe(0);
  });

  it.each<[string, CliScript]>([
    ['boot-log', (_line, _count, cli) => (cli.print('V1.0 boot of something else\r\n'), null)],
    ['garbage', (_line, _count, cli) => (cli.print('\u0080\u00f0\u0000\u00fe\u00ff'), null)],
    ['heartbeat', (_line, _count, cli) => (cli.print('\u0055\u00aa\u0000\u0000\u0000\u0000\u00ff'), null)],
    ['echo', () => null],
  ])('says what there was instead of a prompt: %s', async (seen, script) => {
    const { clock, cli, open } = bench(script);
    await expect(open({ promptMs: 3000 })).rejects.toMatchObject({
      code: 'OPEN_CLI_NOT_FOUND',
      data: { seconds: 3, seen },
    });
    expect(clock.now()).toBeCloseTo(3800, -2);
    expect(cli.lines.every((line) => line === '')).toBe(true);
    expect(cli.listeners).toBe(0);
  });

  it('says that there was nothing', async () => {
    const clock = new VirtualClock();
    const cli = new ScriptedCli(clock, () => null, { echo: false });
    const work = openTuyaCli(cli, { clock, signal: new AbortController().signal });
    await expect(clock.run(work)).rejects.toMatchObject({
      code: 'OPEN_CLI_NOT_FOUND',
      data: { seconds: 6, seen: 'nothing', bytes: 0 },
    });
  });

  it('stops before it began', async () => {
    const { cli, controller, open } = bench(NEW);
    controller.abort(cancelled());
    await expect(open()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(cli.bauds).toEqual([]);
  });
});
