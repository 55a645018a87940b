import { afterEach, describe, expect, it } from 'vitest';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import {
  APP_NAMES,
  APPS,
  CONDITION_NAMES,
  tuningOfFaults,
  type CreateBoardOptions,
} from '../simulator/index.js';
import type { EntryVerdict, SeenInstead } from './api.js';
import { bench as makeBench, type Bench } from './testing/bench.js';

const benches: Bench[] = [];
afterEach(() => {
  for (const { board } of benches.splice(0)) board.dispose();
});

function bench(options: Omit<CreateBoardOptions, 'clock'>): Bench {
  const made = makeBench(options);
  benches.push(made);
  return made;
}

/** What entering ended with: 'entered', or what the error says. */
async function outcome(
  work: Promise<unknown>,
): Promise<'entered' | { seen: SeenInstead; verdict: EntryVerdict }> {
  try {
    await work;
    return 'entered';
  } catch (error) {
    if (!(error instanceof KilnError) || error.code !== 'TEST_NOT_ENTERED') throw error;
    return { seen: error.data['seen'], verdict: error.data['verdict'] } as never;
  }
}

const CHIPS = ['BK7231T', 'BK7231N'] as const;
const tuyaApps = APP_NAMES.filter((name) => APPS[name].app.kind === 'tuya');
const chipOf = (app: (typeof APP_NAMES)[number]): (typeof CHIPS)[number] =>
  APPS[app].builtFor === 'T' ? 'BK7231T' : 'BK7231N';
const running = (seen: SeenInstead): object => ({ seen, verdict: 'application-running' });

describe.each(CHIPS)('%s in every condition', (chip) => {
  it.each(CONDITION_NAMES)('%s: enters, or says why not', async (condition) => {
    const { enter, powerCycleIn } = bench({ chip, condition });
    powerCycleIn(500);
    const came = await outcome(enter(4000));
    if (condition === 'locked') expect(came).toEqual(running('product-query'));
    else if (condition === 'blank') expect(came).toEqual({ seen: 'nothing', verdict: 'nothing' });
    else expect(came).toBe('entered');
  });

  it('locked, with its log wired: for certain, and as soon as it says so', async () => {
    const { clock, enter, powerCycleIn } = bench({ chip, condition: 'locked' });
    await clock.advance(5000);
    powerCycleIn(1000);
    expect(await outcome(enter(20_000, true))).toMatchObject({ verdict: 'locked' });
    expect(clock.now()).toBeLessThan(5000 + 4000);
  });

  it('unlocked, with its log wired: enters all the same', async () => {
    const { enter, powerCycleIn } = bench({ chip, condition: 'paired' });
    powerCycleIn(1000);
    expect(await outcome(enter(6000, true))).toBe('entered');
  });

  it('missed, with its log wired: not taken for locked', async () => {
    const { clock, enter } = bench({ chip, condition: 'paired' });
    await clock.advance(6000);
    expect(await outcome(enter(3000, true))).toEqual(running('product-query'));
  });

  it.each(['echo', 'log-uart', 'boot-text'])('with the fault %s', async (fault) => {
    const { enter, powerCycleIn } = bench({ chip, condition: 'locked', ...tuningOfFaults([fault]) });
    powerCycleIn(1000);
    powerCycleIn(4000);
    const expected = {
      echo: { seen: 'echo', verdict: 'echo' },
      'log-uart': { seen: 'garbage', verdict: 'boot-text' },
      'boot-text': running('product-query'),
    }[fault];
    expect(await outcome(enter(7000))).toEqual(expected);
  });

  it('with text before its window enters all the same', async () => {
    const { enter, powerCycleIn } = bench({ chip, condition: 'fresh', ...tuningOfFaults(['boot-text']) });
    powerCycleIn(1000);
    expect(await outcome(enter(5000))).toBe('entered');
  });
});

describe('every application', () => {
  it.each(tuyaApps)('%s, its window missed, then reset', async (app) => {
    const { clock, enter, powerCycleIn } = bench({ chip: chipOf(app), app, condition: 'authorized' });
    await clock.advance(8000);
    const came = await outcome(enter(3000));
    expect(came).toEqual(running('product-query'));
    powerCycleIn(800);
    expect(await outcome(enter(5000))).toBe('entered');
  });

  it.each<[(typeof APP_NAMES)[number], object]>([
    ['tuyaopen', { seen: 'garbage', verdict: 'tuya-open' }],
    ['tuyaopen-old', { seen: 'garbage', verdict: 'tuya-open' }],
    ['tuyaopen-t5', { seen: 'garbage', verdict: 'tuya-open' }],
    ['silent', { seen: 'nothing', verdict: 'nothing' }],
    ['heartbeat', running('product-query')],
    ['babble', running('heartbeat')],
    ['reboot-word', { seen: 'nothing', verdict: 'nothing' }],
  ])('%s is told for what it is', async (app, expected) => {
    const { enter, powerCycleIn } = bench({ chip: 'BK7231N', app });
    powerCycleIn(500);
    expect(await outcome(enter(5000))).toEqual(expected);
  });

  it('noise of a rate that is neither', async () => {
    const { board, clock, port, enter } = bench({ chip: 'BK7231T', app: 'silent' });
    // Another device drives the line.
    port.onData = (listener) => {
      const cancel = { now: clock.schedule(200, tick) };
      function tick(): void {
        listener(Uint8Array.of(0x80, 0xf0, 0x00, 0xfe));
        cancel.now = clock.schedule(200, tick);
      }
      return () => cancel.now();
    };
    board.power(false);
    expect(await outcome(enter(2000))).toEqual({ seen: 'garbage', verdict: 'wrong-rate' });
  });

  it('without power', async () => {
    const { board, enter } = bench({ chip: 'BK7231T', condition: 'authorized' });
    board.power(false);
    expect(await outcome(enter(2000))).toEqual({ seen: 'nothing', verdict: 'nothing' });
  });
});
