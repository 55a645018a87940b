import { rmSync } from 'node:fs';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { LicenseState } from '../../../shared/domain/license.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { openEmbeddedPms } from './embedded-pms.js';
import type { Claim, Pms } from './pms.js';
import { countingRandom, errorOf, licenses, macOf, request } from './testing/fixture.js';
import { quickFolder } from './testing/quick-folder.js';
import { LICENSE_STATES } from '../../../shared/domain/license.js';

const POOL = 3;
const LEASE = 600_000;

/** What the ledger should think of one license; written from the rules, with nothing of the store in it. */
interface Model {
  readonly uuid: string;
  state: LicenseState;
  exposed: boolean;
  mac: string | null;
  run: string | null;
  since: number;
  /** Runs that sent it to the board. */
  readonly sentBy: Set<string>;
}

interface World {
  readonly pool: Model[];
  now: number;
}

interface Real {
  pms: Pms;
  readonly token: string;
  readonly clock: VirtualClock;
  readonly open: () => Promise<Pms>;
}

type Step = fc.AsyncCommand<World, Real>;

const ofMac = (world: World, mac: string): Model | undefined => world.pool.find((one) => one.mac === mac);

function setFree(one: Model): void {
  Object.assign(one, { state: 'free', exposed: false, mac: null, run: null });
}

function late(world: World, one: Model): boolean {
  return one.state === 'reserved' && world.now - one.since > LEASE;
}

function endLeases(world: World): void {
  for (const one of world.pool) {
    if (!late(world, one)) continue;
    if (one.exposed) one.state = 'quarantined';
    else setFree(one);
  }
}

/** After every step: the counts, and what each board holds, are those of the model. */
async function compare(world: World, { pms, token }: Real): Promise<void> {
  const info = await pms.tokenInfo(token);
  for (const state of LICENSE_STATES) {
    expect([state, info[state]]).toEqual([state, world.pool.filter((one) => one.state === state).length]);
  }
  expect(info.used + info.free).toBe(POOL);
  for (const one of world.pool) expect(await pms.holderOf(one.uuid)).toEqual({ mac: one.mac, token });
}

abstract class OnBoard implements Step {
  constructor(
    readonly board: number,
    readonly run_: number,
  ) {}
  get mac(): string {
    return macOf(this.board);
  }
  get runId(): string {
    return `run-${this.run_}`;
  }
  claim({ token }: Real): Claim {
    return { token, mac: this.mac, runId: this.runId };
  }
  check(): boolean {
    return true;
  }
  abstract act(world: World, real: Real): Promise<void>;
  async run(world: World, real: Real): Promise<void> {
    await this.act(world, real);
    await compare(world, real);
  }
  toString(): string {
    return `${this.constructor.name}(board ${this.board}, run ${this.run_})`;
  }
  /** The license in this run's hand, or nothing, in which case the step must be refused. */
  async held(world: World, work: Promise<void>): Promise<Model | null> {
    const one = ofMac(world, this.mac);
    if (one !== undefined && one.run === this.runId) {
      await work;
      return one;
    }
    expect(await errorOf(work)).toMatchObject({ code: 'LICENSE_STATE' });
    return null;
  }
}

class Reserve extends OnBoard {
  override async act(world: World, real: Real): Promise<void> {
    const work = real.pms.reserve(this.claim(real));
    let one = ofMac(world, this.mac);
    if (one === undefined) {
      // A refused call changes nothing, the leases included.
      if (!world.pool.some((other) => other.state === 'free' || (late(world, other) && !other.exposed))) {
        expect(await errorOf(work)).toMatchObject({ code: 'POOL_EMPTY' });
        return;
      }
      endLeases(world);
      one = world.pool.find((other) => other.state === 'free');
    }
    if (one === undefined) throw new Error('the model is wrong');
    const held = await work;
    expect(held.license.uuid).toBe(one.uuid);
    expect(held.reused).toBe([...one.sentBy].some((run) => run !== this.runId));
    if (one.state === 'free' || one.state === 'quarantined') one.state = 'reserved';
    Object.assign(one, { mac: this.mac, run: this.runId, since: world.now });
  }
}

function backInHand(one: Model, now: number): void {
  if (one.state !== 'quarantined') return;
  one.state = 'reserved';
  one.since = now;
}

class Expose extends OnBoard {
  override async act(world: World, real: Real): Promise<void> {
    const one = await this.held(world, real.pms.expose(this.claim(real)));
    if (one === null) return;
    backInHand(one, world.now);
    one.exposed = true;
    one.sentBy.add(this.runId);
  }
}

class MarkWritten extends OnBoard {
  override async act(world: World, real: Real): Promise<void> {
    const one = await this.held(world, real.pms.markWritten(this.claim(real)));
    if (one === null) return;
    if (one.state !== 'validated') one.state = 'written';
    one.exposed = true;
    one.sentBy.add(this.runId);
  }
}

class Validate extends OnBoard {
  override async act(world: World, real: Real): Promise<void> {
    const one = ofMac(world, this.mac);
    const work = real.pms.validate(this.claim(real));
    if (one?.run === this.runId && (one.state === 'written' || one.state === 'validated')) {
      await work;
      one.state = 'validated';
    } else {
      expect(await errorOf(work)).toMatchObject({ code: 'LICENSE_STATE' });
    }
  }
}

class Abandon extends OnBoard {
  override async act(world: World, real: Real): Promise<void> {
    await real.pms.abandon(this.claim(real), 'model');
    const one = ofMac(world, this.mac);
    if (one?.run !== this.runId) return;
    if (one.state === 'reserved' && !one.exposed) setFree(one);
    else if (one.state === 'reserved') Object.assign(one, { state: 'quarantined', run: null });
    else one.run = null;
  }
}

class Wait implements Step {
  constructor(readonly minutes: number) {}
  check(): boolean {
    return true;
  }
  async run(world: World, { clock }: Real): Promise<void> {
    await clock.advance(this.minutes * 60_000);
    world.now += this.minutes * 60_000;
  }
  toString(): string {
    return `Wait(${this.minutes} min)`;
  }
}

class Restart implements Step {
  check(): boolean {
    return true;
  }
  async run(world: World, real: Real): Promise<void> {
    await real.pms.close();
    real.pms = await real.open();
    endLeases(world);
    await compare(world, real);
  }
  toString(): string {
    return 'Restart';
  }
}

test(
  'any sequence of steps on any boards leaves the ledger as the rules say',
  { timeout: 60_000 },
  async () => {
    const board = fc.integer({ min: 1, max: 4 });
    const run = fc.integer({ min: 1, max: 2 });
    const onBoard = [Reserve, Reserve, Expose, MarkWritten, Validate, Abandon].map((Kind) =>
      fc.tuple(board, run).map(([mac, id]): Step => new Kind(mac, id)),
    );
    const steps = fc.commands(
      [
        ...onBoard,
        fc.integer({ min: 1, max: 11 }).map((minutes): Step => new Wait(minutes)),
        fc.constant<Step>(new Restart()),
      ],
      { size: 'max', maxCommands: 120 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const folder = quickFolder('kiln-model-');
        const clock = new VirtualClock();
        const random = countingRandom();
        const open = (): Promise<Pms> => openEmbeddedPms({ folder, clock, random });
        const pms = await open();
        const { token } = await pms.createToken(request(POOL));
        const real: Real = { pms, token, clock, open };
        const world = (): World => ({
          now: 0,
          pool: licenses(POOL).map(({ uuid }) => ({
            uuid,
            state: 'free',
            exposed: false,
            mac: null,
            run: null,
            since: 0,
            sentBy: new Set<string>(),
          })),
        });
        try {
          await fc.asyncModelRun(() => ({ model: world(), real }), sequence);
        } finally {
          await real.pms.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 40 },
    );
  },
);
