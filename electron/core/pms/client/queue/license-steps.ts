import { macProblem, parseMac } from '../../../../../shared/domain/mac.js';
import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { Clock } from '../../../time/clock.js';
import type { Claim, Held } from '../../pms.js';
import type { HttpPms } from '../http-pms.js';
import type { Disk } from './disk.js';
import type { Here } from './here.js';
import type { LeaseBox } from './lease-box.js';
import type { LeaseKeeper } from './lease-keeper.js';
import { isAway, type Link } from './link.js';
import type { Outbox } from './outbox.js';
import type { Sender } from './sender.js';

export interface StepParts {
  readonly http: HttpPms;
  readonly disk: Disk;
  readonly sender: Sender;
  readonly outbox: Outbox;
  readonly link: Link;
  readonly here: Here;
  readonly box: LeaseBox;
  readonly keeper: LeaseKeeper;
  readonly clock: Clock;
  readonly station: string;
  /** Of this program, which are not over. */
  readonly runs: Set<string>;
}

/** A license on its way to a board, with the server or without. */
export class LicenseSteps {
  readonly #parts: StepParts;

  constructor(parts: StepParts) {
    this.#parts = parts;
  }

  #now(): number {
    return this.#parts.clock.wallTime().getTime();
  }

  async reserve(claim: Claim): Promise<Held> {
    const { sender, here } = this.#parts;
    requireMac(claim.mac);
    const known = sender.isBehind ? this.#reserveHere(claim) : null;
    if (known !== null) return known;
    await sayFirst(this.#parts);
    // Of this board the server does not know yet what it was given.
    const unheard = this.#isUnheard(claim) ? this.#reserveHere(claim) : null;
    if (unheard !== null) return unheard;
    try {
      return here.token(claim.token) === null
        ? await this.#parts.http.reserve(bare(claim))
        : await this.#ask(claim);
    } catch (thrown) {
      const empty = thrown instanceof KilnError && thrown.code === 'POOL_EMPTY';
      const held = isAway(thrown) || empty ? this.#reserveHere(claim) : null;
      if (held === null) throw thrown;
      return held;
    }
  }

  #isUnheard(claim: Claim): boolean {
    const { box, here, outbox } = this.#parts;
    const run = box.lastRun(here.claim(claim));
    return run !== null && outbox.waits('license.take', `${run} ${claim.mac}`);
  }

  /** The server gives one, of those that are set aside for this station where it knows all that was given here. */
  async #ask(claim: Claim): Promise<Held> {
    const { http, here, box, keeper, outbox, station, sender } = this.#parts;
    const mayName = !outbox.waits('license.take') && !box.hasUnheard();
    const asked = bare(claim);
    let held = await http.reserve(mayName ? { ...asked, station } : asked);
    if (!box.note(held, here.claim(claim), this.#now())) {
      // Another board was given this very license here, a moment ago.
      await sender.flush();
      held = await http.reserve(asked);
      if (!box.note(held, here.claim(claim), this.#now())) throw new KilnError('STORE_BUSY');
    }
    keeper.soon();
    return held;
  }

  #reserveHere(claim: Claim): Held | null {
    const { here, outbox, keeper, runs } = this.#parts;
    const given = here.reserve(claim);
    if (given === null) return null;
    runs.add(claim.runId);
    const { license, reused, seen, interrupted } = given;
    if (interrupted !== null) {
      const { token, mac } = claim;
      outbox.put('license.abandon', { token, mac, runId: interrupted, reason: 'interrupted' }, this.#now());
    }
    if (seen) this.#putTake(claim, license.uuid);
    keeper.soon();
    return { license, reused, leased: true };
  }

  #putTake(claim: Claim, uuid: string): void {
    const { outbox, station } = this.#parts;
    outbox.put('license.take', { ...bare(claim), station, uuid }, this.#now());
  }

  async expose(claim: Claim): Promise<void> {
    const { http, here, box, sender, station } = this.#parts;
    const boxed = here.claim(claim);
    if (box.mayShow(boxed)) {
      const row = box.inHand(boxed);
      const taking = { ...bare(claim), station, uuid: row?.uuid ?? '' };
      return sender.record('license.take', taking, () => void box.expose(boxed, this.#now()));
    }
    try {
      await http.expose(claim);
      box.exposedThere(boxed, this.#now(), true);
    } catch (thrown) {
      if (isAway(thrown)) box.exposedThere(boxed, this.#now(), false);
      throw thrown;
    }
  }

  async markWritten(claim: Claim): Promise<void> {
    const { here, box, sender } = this.#parts;
    const boxed = here.claim(claim);
    // A board that held it already was not shown it again, and the server may not know whose it is.
    const row = box.inHand(boxed);
    if (row !== null && row.state === 'reserved' && row.leased === 1 && row.told === 0)
      this.#putTake(claim, row.uuid);
    return sender.record('license.written', { ...bare(claim) }, () =>
      box.proved(boxed, this.#now(), 'written'),
    );
  }

  validate(claim: Claim): Promise<void> {
    const { here, box, sender } = this.#parts;
    return sender.record('license.validate', { ...bare(claim) }, () =>
      box.proved(here.claim(claim), this.#now(), 'validated'),
    );
  }

  async abandon(claim: Claim, reason: string): Promise<void> {
    const { here, box, sender, disk } = this.#parts;
    const request = { ...bare(claim), reason: reason.slice(0, 2000) };
    if (!disk.atomically(() => box.abandon(here.claim(claim), this.#now()))) return;
    return sender.record('license.abandon', request);
  }
}

/** What this station said before comes first: what the server answers is to be true of it. */
export async function sayFirst({
  link,
  outbox,
  sender,
}: Pick<StepParts, 'link' | 'outbox' | 'sender'>): Promise<void> {
  if (!link.away && outbox.waiting() > 0) await sender.flush();
}

const bare = ({ token, mac, runId }: Claim): Claim => ({ token, mac, runId });

/** As the books would say it. @throws KilnError MAC_INVALID */
function requireMac(mac: string): void {
  const problem = parseMac(mac) === mac ? macProblem(mac) : 'format';
  if (problem !== null) throw new KilnError('MAC_INVALID', { mac, problem });
}
