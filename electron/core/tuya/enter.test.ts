import { describe, expect, it } from 'vitest';
import { cancelled, KilnError } from '../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import type { EntryVerdict, ProductionTest, SeenInstead } from './api.js';
import { enterProductionTest } from './enter.js';
import { bytesOf, json, ScriptedModule, type Script } from './testing/scripted-module.js';

interface Bench {
  readonly clock: VirtualClock;
  readonly module: ScriptedModule;
  readonly controller: AbortController;
  readonly waits: { at: number; deadline: number; seen: SeenInstead }[];
  readonly notes: unknown[];
  readonly enter: (enterMs?: number) => Promise<ProductionTest>;
}

function bench(script: Script): Bench {
  const clock = new VirtualClock();
  const module = new ScriptedModule(clock, script);
  const controller = new AbortController();
  const waits: Bench['waits'] = [];
  const notes: unknown[] = [];
  const options = {
    clock,
    signal: controller.signal,
    onWaiting: (waiting: { deadline: number; seen: SeenInstead }) =>
      void waits.push({ at: clock.now(), ...waiting }),
    onNote: (note: unknown) => void notes.push(note),
  };
  const enter = (enterMs?: number): Promise<ProductionTest> =>
    clock.run(enterProductionTest(module, enterMs === undefined ? options : { ...options, enterMs }));
  return { clock, module, controller, waits, notes, enter };
}

const HEARTBEAT = bytesOf('55 AA 00 00 00 00 FF');
const QUERY = bytesOf('55 AA 00 01 00 00 00');

async function refusal(work: Promise<unknown>): Promise<KilnError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof KilnError) return error;
  throw new Error('no coded error', { cause: error });
}

describe('entering the production test', () => {
  it('goes to 9600 baud and streams enter frames every 50 to 100 ms', async () => {
    const { module, clock, enter } = bench(({ count }, it) => {
      if (count === 20) it.reply(0x00, bytesOf('03 0C'));
    });
    const test = await enter();
    expect(module.bauds).toEqual([9600]);
    expect(test.capabilities).toEqual([3, 12]);
    expect(module.written.every((frame) => Buffer.from(frame).equals(HEARTBEAT))).toBe(true);
    expect(module.written).toHaveLength(20);
    const interval = (clock.now() - 250) / 19;
    expect(interval).toBeGreaterThanOrEqual(50);
    expect(interval).toBeLessThanOrEqual(100);
    expect(module.listeners).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('lets the replies that follow go by before the first command', async () => {
    const { module, enter, clock } = bench(({ command, count }, it) => {
      if (command === 0 && count === 3) {
        it.reply(0x00, bytesOf('13 08'), 1);
        it.reply(0x00, bytesOf('13 08'), 150);
      }
      if (command === 0x06) it.reply(0x06, json({ ret: true, firmName: 'kiln_demo', firmVer: '1.0.0' }));
    });
    const test = await enter();
    expect(clock.now()).toBeGreaterThan(150 + 250);
    expect(await clock.run(test.fingerprint())).toEqual({ name: 'kiln_demo', version: '1.0.0' });
    expect(module.requests.filter(({ command }) => command === 6)).toHaveLength(1);
  });

  it('takes a reply that comes long after its frame: a wiped module formats first', async () => {
    const { enter, module, notes } = bench(({ count }, it) => {
      if (count === 1) it.reply(0x00, bytesOf('13 08'), 1700);
    });
    expect((await enter()).capabilities).toEqual([0x13, 0x08]);
    expect(module.written.length).toBeGreaterThan(20);
    expect(notes).toEqual([{ level: 'info', key: 'test.entered', data: { capabilities: '13 08' } }]);
  });

  it('does not wait for ever for a line that never falls quiet', async () => {
    const { enter, clock } = bench((_request, it) => {
      for (let ms = 1; ms < 20_000; ms += 100) it.reply(0x00, bytesOf('03 0C'), ms);
    });
    await enter();
    expect(clock.now()).toBeLessThan(3500);
  });

  it.each<[SeenInstead, EntryVerdict, number, Script]>([
    ['nothing', 'nothing', 3000, () => undefined],
    ['echo', 'echo', 3000, (_request, it) => it.send(it.written.at(-1) ?? bytesOf(''))],
    ['heartbeat', 'application-running', 3150, ({ count }, it) => count % 12 === 0 && it.send(HEARTBEAT)],
    ['product-query', 'application-running', 3000, (_request, it) => it.send(QUERY)],
    [
      'product-query',
      'application-running',
      3000,
      ({ count }, it) => count === 4 && [HEARTBEAT, QUERY, QUERY].forEach((frame) => it.send(frame)),
    ],
    [
      'garbage',
      'boot-text',
      4500,
      ({ count }, it) => count < 5 && it.bauds.length < 2 && it.send(bytesOf('76 31 2E 30 2E 31 0D 0A')),
    ],
  ])('says that it saw %s, and so: %s', async (seen, verdict, end, script) => {
    const { enter, clock, waits } = bench(script);
    const error = await refusal(enter(3000));
    expect(error.code).toBe('TEST_NOT_ENTERED');
    expect(error.data).toMatchObject({ seconds: 3, seen, verdict });
    expect(clock.now()).toBeCloseTo(end, -2);
    expect(clock.pending).toBe(0);
    expect(waits.at(-1)).toMatchObject({ deadline: 3000, seen });
    expect(waits.slice(0, 2).map(({ at }) => Math.floor(at / 1000))).toEqual([1, 2]);
  });

  it('asks the wire whether it echoes: a heartbeat as often as our frames is none of ours', async () => {
    const chatty: Script = (_request, it) =>
      Buffer.from(it.written.at(-1) ?? []).equals(HEARTBEAT) && it.send(HEARTBEAT);
    expect((await refusal(bench(chatty).enter(1000))).data).toMatchObject({
      seen: 'heartbeat',
      verdict: 'application-running',
    });
    // One frame sent, one echo: too little to count, enough to ask.
    const short = bench((_request, it) => it.send(it.written.at(-1) ?? bytesOf('')));
    expect((await refusal(short.enter(50))).data).toMatchObject({ seen: 'echo', verdict: 'echo' });
  });

  it('looks at noise at 115200 baud, and goes there only after the time is up', async () => {
    const noise = bytesOf('80 F8 00 C0 FE 00 E0 80');
    const at115200 = (heard: Uint8Array): Bench =>
      bench((_request, it) => it.send(it.bauds.length < 2 ? noise : heard));
    for (const [heard, verdict] of [
      [Buffer.from('[01-01 00:00:01 I] wifi up\r\n'), 'log-text'],
      [Buffer.from('\r\ntuya>'), 'tuya-open'],
      [HEARTBEAT, 'application-running'],
      [noise, 'wrong-rate'],
      [bytesOf('00'), 'boot-text'],
    ] as const) {
      const { enter, module } = at115200(heard);
      expect((await refusal(enter(2000))).data).toMatchObject({ seen: 'garbage', verdict });
      expect(module.bauds).toEqual([9600, 115200]);
      expect(module.listeners).toBe(0);
    }
  });

  it('counts the bytes, and waits 30 s where nothing else is asked', async () => {
    const { enter, clock } = bench(({ count }, it) => count === 2 && it.send(HEARTBEAT));
    expect((await refusal(enter())).data).toEqual({
      seconds: 30,
      seen: 'heartbeat',
      bytes: 7,
      verdict: 'application-running',
    });
    expect(clock.now()).toBeCloseTo(30_150, -2);
  });

  it('stays coded when the port goes while noise is looked into', async () => {
    const { enter, module } = bench((_request, it) =>
      it.bauds.length < 2 ? it.send(bytesOf('80 F8 00 C0 FE 00')) : it.lose(),
    );
    expect((await refusal(enter(1000))).code).toBe('PORT_LOST');
    expect(module.listeners).toBe(0);
  });

  it('ends at once when the port is lost', async () => {
    const { enter, clock, module } = bench(({ count }, it) => count === 5 && it.lose());
    expect((await refusal(enter())).toJSON()).toEqual({
      code: 'PORT_LOST',
      data: { path: 'test:module', detail: 'unplugged' },
    });
    expect(clock.now()).toBeLessThan(500);
    expect(module.listeners).toBe(0);
  });

  it('ends at once when the operator stops, also before it began', async () => {
    const running = bench(({ count }) => count === 5 && running.controller.abort(cancelled()));
    expect((await refusal(running.enter())).code).toBe('CANCELLED');
    expect(running.clock.now()).toBeLessThan(500);
    expect(running.module.listeners).toBe(0);

    const early = bench(() => undefined);
    early.controller.abort(cancelled());
    expect((await refusal(early.enter())).code).toBe('CANCELLED');
    expect(early.module.written).toEqual([]);
    expect(early.module.bauds).toEqual([]);
  });
});

describe('with the module’s log wired as well', () => {
  const LINE = 'have actived over 15 min, not enter mf_init';

  interface LogBench {
    readonly clock: VirtualClock;
    readonly module: ScriptedModule;
    readonly log: ScriptedModule;
    readonly notes: { key: string }[];
    readonly enter: () => Promise<ProductionTest>;
  }

  function logBench(script: Script): LogBench {
    const clock = new VirtualClock();
    const module = new ScriptedModule(clock, script);
    const log = new ScriptedModule(clock, () => undefined);
    const notes: { key: string }[] = [];
    const options = {
      clock,
      log,
      enterMs: 5000,
      signal: new AbortController().signal,
      onNote: (note: { key: string }) => void notes.push(note),
    };
    return { clock, module, log, notes, enter: () => clock.run(enterProductionTest(module, options)) };
  }

  it.each(['have actived over 15 min', 'have activated over 15 min'])(
    'knows a locked module for certain, at once: %s',
    async (line) => {
      const { clock, module, log, enter } = logBench(({ count }, it) => {
        if (count === 10) for (const part of ['mf ha', `${line.slice(2)}, not`]) log.send(Buffer.from(part));
        if (count > 10) it.send(QUERY);
      });
      expect((await refusal(enter())).data).toMatchObject({ verdict: 'locked', seen: 'nothing' });
      expect(clock.now()).toBeLessThan(1200);
      expect(log.bauds).toEqual([115200]);
      expect([module.listeners, log.listeners, clock.pending]).toEqual([0, 0, 0]);
      expect(log.written).toEqual([]);
    },
  );

  it('finds the line wherever it is cut, behind any amount of other text', async () => {
    for (let cut = 1; cut < LINE.length; cut += 7) {
      const { log, enter } = logBench(({ count }) => {
        if (count !== 3) return;
        log.send(Buffer.from('x'.repeat(5000)), 1);
        log.send(Buffer.from(LINE.slice(0, cut)), 2);
        log.send(Buffer.from(LINE.slice(cut)), 3);
      });
      expect((await refusal(enter())).data).toMatchObject({ verdict: 'locked' });
    }
  });

  it('makes nothing of `mf_init succ`, nor of `enter prod`', async () => {
    const { log, enter } = logBench(({ count }, it) => {
      if (count === 3) log.send(Buffer.from('mf_init succ\r\nenter prod\r\n'));
      it.send(QUERY);
    });
    expect((await refusal(enter())).data).toMatchObject({ verdict: 'application-running' });
  });

  it('leaves the log alone once entered, also when that port was lost', async () => {
    const { log, enter } = logBench(({ count }, it) => {
      if (count === 2) log.lose();
      if (count === 5) it.reply(0x00, bytesOf('03 0C'));
    });
    expect((await enter()).capabilities).toEqual([3, 12]);
    expect(log.listeners).toBe(0);

    const broken = logBench((_request, it) => it.reply(0x00, bytesOf('03 0C')));
    broken.log.setBaudRate = () => Promise.reject(new KilnError('PORT_LOST', { path: 'log' }));
    await broken.enter();
    expect(broken.notes.map(({ key }) => key)).toEqual(['test.log-lost', 'test.entered']);
  });
});
