import fc from 'fast-check';

import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { VirtualClock } from '../../time/testing/virtual-clock.js';
import { LOCAL_SESSION } from '../desk/context.js';
import { createPmsService } from '../desk/rules.js';
import type { Claim, Taking } from '../pms.js';
import type { StorePms } from '../store-pms.js';
import { macOf } from './fixture.js';

const MINUTES = 60_000;

interface Kept {
  until: number;
  /** The board it was given to without the server, or in whose hand the server knows it. */
  mac: string | null;
}

/** A station that keeps to what is asked of it: what it gave to a board unheard, it says before it asks for anything. */
class Station {
  readonly box = new Map<string, Kept>();
  readonly unsaid: Taking[] = [];
  constructor(readonly name: string) {}

  /** One for a board, as it may pick without its server. */
  pick(mac: string, now: number): string | null {
    for (const [uuid, kept] of this.box) if (kept.mac === mac) return uuid;
    for (const [uuid, { mac: other, until }] of this.box) if (other === null && now < until) return uuid;
    return null;
  }
}

/** What happens in a plant, as numbers that fast-check can shrink. */
const happening = fc.record({
  what: fc.constantFrom(
    ...(['lease', 'lease', 'return', 'offline', 'offline', 'offline', 'report', 'report'] as const),
    ...(['online', 'online', 'wait', 'release', 'die'] as const),
  ),
  station: fc.nat({ max: 2 }),
  board: fc.integer({ min: 1, max: 7 }),
  /** How far a run gets, how many, how long. */
  much: fc.nat({ max: 12 }),
});
type Happening = ReturnType<(typeof happening)['generate']>['value'];

export const happenings = fc.array(happening, { minLength: 20, maxLength: 90, size: 'max' });

/** Stations, boards that remember what they saw, and the books of all of it. */
export class LeaseWorld {
  /** Which boards saw a license: the truth, whatever the books say. */
  readonly #seenBy = new Map<string, Set<string>>();
  readonly #stations = [0, 1, 2].map((index) => new Station(`station ${index}`));
  #count = 0;

  constructor(
    readonly pms: StorePms,
    readonly clock: VirtualClock,
    readonly token: string,
  ) {}

  get #now(): number {
    return this.clock.wallTime().getTime();
  }

  #sees(mac: string, uuid: string): void {
    this.#seenBy.set(uuid, (this.#seenBy.get(uuid) ?? new Set()).add(mac));
  }

  #claim(mac: string): Claim {
    return { token: this.token, mac, runId: `run-${(this.#count += 1)}` };
  }

  async #happens({ what, station: index, board, much }: Happening): Promise<void> {
    const station = this.#stations[index]!;
    const mac = macOf(board);
    if (what === 'wait') await this.clock.advance(much * much * 6 * MINUTES);
    else if (what === 'lease') await this.#lease(station, much);
    else if (what === 'return') await this.#giveBack(station, much);
    else if (what === 'offline') this.#offline(station, mac);
    else if (what === 'report') await this.#report(station, much % 4);
    else if (what === 'online') await this.#online(station, mac, much);
    // Its folder is lost, and what it knew with it; another takes its place.
    else if (what === 'die') this.#stations[index] = new Station(`station ${index}.${(this.#count += 1)}`);
    else await this.#release(much);
  }

  async #lease(station: Station, count: number): Promise<void> {
    const { token } = this;
    const { licenses, forMs } = await this.pms.lease({ token, station: station.name, count });
    const until = this.#now + forMs;
    const there = new Set(licenses.map(({ uuid }) => uuid));
    for (const uuid of there) {
      const known = station.box.get(uuid);
      if (known === undefined) station.box.set(uuid, { until, mac: null });
      else known.until = until;
    }
    // What is not its own any more, and was given to nobody, it forgets.
    for (const [uuid, { mac }] of station.box) if (mac === null && !there.has(uuid)) station.box.delete(uuid);
  }

  async #giveBack(station: Station, most: number): Promise<void> {
    const uuids = [...station.box].filter(([, { mac }]) => mac === null).map(([uuid]) => uuid);
    const given = uuids.slice(0, most);
    for (const uuid of given) station.box.delete(uuid);
    await this.pms.giveBack({ token: this.token, station: station.name, uuids: given });
  }

  /** A whole board without the server. */
  #offline(station: Station, mac: string): void {
    const uuid = station.pick(mac, this.#now);
    if (uuid === null) return;
    station.box.get(uuid)!.mac = mac;
    station.unsaid.push({ ...this.#claim(mac), station: station.name, uuid });
    this.#sees(mac, uuid);
  }

  /** Says what it did, and how that run went on; an answer that is lost is asked for again. */
  async #report(station: Station, further: number): Promise<void> {
    for (const taking of station.unsaid.splice(0)) {
      const { token, mac, runId } = taking;
      await this.#maybe(this.pms.take(taking), ['LEASE_CONFLICT', 'LEASE_LOST']);
      await this.#maybe(this.pms.take(taking), ['LEASE_CONFLICT', 'LEASE_LOST']);
      await this.#further({ token, mac, runId }, further);
    }
  }

  async #further(claim: Claim, further: number): Promise<void> {
    if (further === 0) return;
    if (further === 1) return this.pms.abandon(claim, 'gave up');
    await this.#maybe(this.pms.markWritten(claim), ['LICENSE_STATE']);
    if (further > 2) await this.#maybe(this.pms.validate(claim), ['LICENSE_STATE']);
  }

  /** A board at its server; half of the stations' expose is heard of late (as a leased one's may be). */
  async #online(station: Station, mac: string, much: number): Promise<void> {
    await this.#report(station, 3);
    const claim = this.#claim(mac);
    const held = await this.#maybe(this.pms.reserve({ ...claim, station: station.name }), ['POOL_EMPTY']);
    if (held === null) return;
    const { uuid } = held.license;
    if (much < 3) return this.pms.abandon(claim, 'unseen');
    // The answer got lost: the station does not know, and the server cannot know that.
    if (much < 5) return;
    if (held.leased) station.box.set(uuid, { until: this.#now, mac });
    if (held.leased && much % 2 === 0) {
      station.unsaid.push({ ...claim, station: station.name, uuid });
    } else {
      await this.pms.expose(claim);
    }
    this.#sees(mac, uuid);
    if (!held.leased || much % 2 !== 0) await this.#further(claim, much % 4);
  }

  /** A person lets go of what no board saw and no living station has: they look before they do. */
  async #release(nth: number): Promise<void> {
    const service = createPmsService(this.pms, { local: true });
    const { items } = await service.perform('ledger.search', { standing: 'quarantined' }, LOCAL_SESSION);
    const living = new Set(this.#stations.map(({ name }) => name));
    const dead = items.filter(
      ({ uuid, leasedTo }) => leasedTo !== null && !living.has(leasedTo) && !this.#seenBy.has(uuid),
    );
    const one = dead[nth % Math.max(1, dead.length)];
    if (one === undefined) return;
    const release = { uuid: one.uuid, reason: 'its station is scrap' };
    await this.#maybe(service.perform('ledger.release', release, LOCAL_SESSION), ['LICENSE_IN_HAND']);
  }

  async #maybe<T>(work: Promise<T>, may: readonly string[]): Promise<T | null> {
    try {
      return await work;
    } catch (thrown) {
      if (thrown instanceof KilnError && may.includes(thrown.code)) return null;
      throw thrown;
    }
  }

  /** @returns licenses that two boards saw */
  #twice(): string[] {
    const twice = [...this.#seenBy].filter(([, boards]) => boards.size > 1);
    return twice.map(([uuid, boards]) => `${uuid} is on ${[...boards].join(' and ')}`);
  }

  async #unbalanced(): Promise<string[]> {
    const { faults, total } = await this.pms.reconcile();
    const { free, reserved, written, validated, quarantined } = total;
    const counted = free + reserved + written + validated + quarantined;
    return [
      ...faults.map(({ kind, where }) => `${kind}: ${where}`),
      ...(total.issued === counted ? [] : [`${counted} of ${total.issued}`]),
    ];
  }

  /** Lets all of it happen. @returns the first thing that must never be, in words; nothing where all is well */
  async live(plan: readonly Happening[]): Promise<string[]> {
    for (const [index, one] of plan.entries()) {
      await this.#happens(one);
      // The books take time to go through: now and then, and at the end.
      const last = index === plan.length - 1 || index % 8 === 7;
      const faults = [...this.#twice(), ...(last ? await this.#unbalanced() : [])];
      if (faults.length > 0) return faults;
    }
    return [];
  }
}
