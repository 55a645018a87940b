import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancelled } from '../../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { Answer } from './answer.js';
import { CliLink, untilQuiet } from './cli-link.js';
import { ScriptedCli, type CliHabits, type CliScript } from './testing/scripted-cli.js';

function setUp(
  script: CliScript,
  habits?: CliHabits,
): {
  clock: VirtualClock;
  cli: ScriptedCli;
  link: CliLink;
  notes: unknown[];
  controller: AbortController;
  context: ConstructorParameters<typeof CliLink>[1];
} {
  const clock = new VirtualClock();
  const cli = new ScriptedCli(clock, script, habits);
  const controller = new AbortController();
  const notes: unknown[] = [];
  const context = { clock, signal: controller.signal, onNote: (note: unknown) => void notes.push(note) };
  return { clock, cli, notes, controller, context, link: new CliLink(cli, context) };
}

const first = ({ lines }: Answer): string | undefined => lines[0];
const whole = ({ lines }: Answer): string | undefined => (lines.length === 2 ? lines.join() : undefined);

describe('CliLink', () => {
  it('has an answer as soon as its prompt is there', async () => {
    const { clock, cli, link } = setUp(() => 'hello\r\n');
    expect(await clock.run(link.ask({ line: 'cmd', read: first }))).toBe('hello');
    expect(clock.now()).toBeLessThan(30);
    expect(cli.lines).toEqual(['cmd']);
    expect([cli.listeners, clock.pending]).toEqual([0, 0]);
  });

  it('waits for silence where there is no prompt, or no echo', async () => {
    for (const habits of [{ prompt: '' }, { echo: false }]) {
      const { clock, link } = setUp(() => 'hello\r\n', habits);
      expect(await clock.run(link.ask({ line: 'cmd', read: first }))).toBe('hello');
      expect(clock.now()).toBeGreaterThan(300);
      expect(clock.now()).toBeLessThan(700);
    }
  });

  it('is patient until what it needs is there, log lines in between', async () => {
    const { clock, link } = setUp((_line, _count, cli) => {
      cli.print('[01-01 00:00:00 ty D] x\r\ntuya>', 100);
      cli.print('one\r\n', 900);
      cli.print('two\r\ntuya>', 1800);
      return null;
    }, {});
    expect(await clock.run(link.ask({ line: 'cmd', read: whole }))).toBe('one,two');
    expect(clock.now()).toBeLessThan(1900);
  });

  it('asks again after 3 s of nothing, behind an empty line, and says so without the arguments', async () => {
    const { clock, cli, link, notes } = setUp((line, count) =>
      line === 'auth secret' && count === 2 ? 'fine\r\n' : line === '' ? '' : null,
    );
    expect(await clock.run(link.ask({ line: 'auth secret', read: first, pauseMs: 800 }))).toBe('fine');
    expect(cli.lines).toEqual(['auth secret', '', 'auth secret']);
    expect(notes).toEqual([
      { level: 'warning', key: 'open.retry', data: { command: 'auth', attempt: 2, tries: 3 } },
    ]);
    expect(clock.now()).toBeGreaterThan(3800);
    expect(clock.now()).toBeLessThan(4500);
  });

  it('gives up with a code, and without a secret in it', async () => {
    const { clock, link, notes } = setUp((line) => (line === '' ? '' : 'what?\r\n'));
    const work = link.ask({ line: 'auth secret', read: () => undefined, tries: 2 });
    const error: unknown = await clock.run(work).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'OPEN_CLI_NO_REPLY', data: { command: 'auth', tries: 2 } });
    expect(`${String(error)}${JSON.stringify(notes)}`).not.toContain('secret');
  });

  it('tries again at once what is understood but not wanted, and lets the last one stand', async () => {
    const fails = setUp((line) => (line === '' ? '' : 'failure\r\n'));
    const ask = { line: 'cmd', read: first, again: (said: string) => said === 'failure', tries: 4 };
    expect(await fails.clock.run(fails.link.ask(ask))).toBe('failure');
    expect(fails.cli.lines.filter((line) => line === 'cmd')).toHaveLength(4);
    expect(fails.clock.now()).toBeLessThan(4 * 500);
    const heals = setUp((line, count) => (line === '' ? '' : count < 3 ? 'failure\r\n' : 'ok\r\n'));
    expect(await heals.clock.run(heals.link.ask(ask))).toBe('ok');
  });

  it('lets a late answer go by before it asks anew', async () => {
    const { clock, link } = setUp((line, count, cli) => {
      if (line === '') return '';
      if (count > 1) return 'second\r\n';
      cli.print('first\r\ntuya>', 3100);
      return null;
    });
    expect(await clock.run(link.ask({ line: 'cmd', read: first }))).toBe('second');
  });

  it('hears the same, however the answer is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }), async (cuts) => {
        const text = '\u001b[32m[01-01 00:00:00 ty I] a\u001b[0m\r\nuuid\r\nkey\r\ntuya>';
        const { clock, link } = setUp((_line, _count, cli) => {
          let at = 0;
          for (const [index, size] of [...cuts, text.length].entries()) {
            cli.print(text.slice(at, at + size), 5 + index);
            at += size;
          }
          return null;
        });
        expect(await clock.run(link.ask({ line: 'cmd', read: whole }))).toBe('uuid,key');
        expect(clock.now()).toBeLessThan(100);
      }),
      { numRuns: 50 },
    );
  });

  it('holds against a board that never stops talking', async () => {
    const { clock, link } = setUp((_line, _count, cli) => {
      for (let ms = 0; ms < 60_000; ms += 50) cli.print('[01-01 00:00:00 ty D] noise\r\n', ms);
      return null;
    });
    await expect(clock.run(link.ask({ line: 'cmd', read: first }))).rejects.toMatchObject({
      code: 'OPEN_CLI_NO_REPLY',
    });
    expect(clock.now()).toBeLessThan(3 * 3000 + 2 * 3400);
  });

  it('takes one command at a time', async () => {
    const { clock, link } = setUp(() => 'x\r\n');
    const one = link.ask({ line: 'a', read: first });
    await expect(link.ask({ line: 'b', read: first })).rejects.toThrow('one command');
    await clock.run(one);
    expect(await clock.run(link.ask({ line: 'b', read: first }))).toBe('x');
  });

  it('ends at once when the port is lost, the operator stops, or the adapter is stuck', async () => {
    const lost = setUp((_line, _count, cli) => (cli.lose(), null));
    await expect(lost.clock.run(lost.link.ask({ line: 'a', read: first }))).rejects.toMatchObject({
      code: 'PORT_LOST',
    });
    const stopped = setUp(() => (stopped.controller.abort(cancelled()), null));
    await expect(stopped.clock.run(stopped.link.ask({ line: 'a', read: first }))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    for (const { clock, cli } of [lost, stopped]) {
      expect(clock.now()).toBeLessThan(100);
      expect(cli.listeners).toBe(0);
    }
    const stuck = setUp(() => null);
    stuck.cli.drain = () => new Promise(() => undefined);
    await expect(stuck.clock.run(stuck.link.ask({ line: 'a', read: first }))).rejects.toMatchObject({
      code: 'PORT_LOST',
      data: { detail: 'stuck' },
    });
  });
});

describe('untilQuiet', () => {
  it('ends with the silence, or with its limit', async () => {
    const { clock, cli, context } = setUp(() => null);
    for (let ms = 0; ms < 1000; ms += 200) cli.print('boot\r\n', ms);
    await clock.run(untilQuiet(cli, context, { quietMs: 300, limitMs: 5000 }));
    expect(clock.now()).toBeCloseTo(1100, 0);
    for (let ms = 0; ms < 20_000; ms += 200) cli.print('boot\r\n', ms);
    await clock.run(untilQuiet(cli, context, { quietMs: 300, limitMs: 5000 }));
    expect(clock.now()).toBeLessThan(1100 + 5400);
    expect(cli.listeners).toBe(0);
  });
});
