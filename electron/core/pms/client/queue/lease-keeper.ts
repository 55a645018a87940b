import type { TokenInfo } from '../../../../../shared/contract/tokens.js';
import { KilnError } from '../../../../../shared/errors/kiln-error.js';
import type { Clock } from '../../../time/clock.js';
import type { Leases, Pms } from '../../pms.js';
import type { Disk } from './disk.js';
import type { LeaseBatches } from './lease-batch.js';
import { wasRefused, wasUnheard, type Link } from './link.js';
import { holdPlace, releasePlace, type Outbox } from './outbox.js';
import type { TakenBoards } from './taken-boards.js';
import type { TokenMemory } from './token-memory.js';
import type { Wall } from './wall.js';

/** Between two looks at what lies here while nothing is used. */
const AGAIN_MS = 10 * 60_000;
/** A token that nobody asked for in two of these is no living program's. */
const LEFT_MS = 2 * AGAIN_MS;
/** Longer than a look may take. */
const HOLD_MS = 90_000;
/** A program that is closed waits so long for the server to take back what it does not need. */
const CLOSING_MS = 2000;

/** Nobody works with this token any more: expired, revoked, or another account's. */
const isOver = ({ code }: KilnError): boolean =>
  code.startsWith('TOKEN_') || code === 'NO_DATA_PERMISSION' || code === 'FIRMWARE_SCOPE';

export interface KeeperParts {
  readonly pms: Leases & Pick<Pms, 'tokenRules' | 'firmwareImage'>;
  readonly disk: Disk;
  readonly batches: LeaseBatches;
  readonly memory: TokenMemory;
  readonly taken: TakenBoards;
  readonly wall: Wall;
  readonly outbox: Pick<Outbox, 'waiting'>;
  readonly link: Link;
  readonly clock: Clock;
  readonly url: string;
  readonly station: string;
  /** Tells this program from others of the same folder. */
  readonly holder: string;
  readonly markOf: (token: string) => string;
  readonly account: () => string | null;
  readonly onChange: () => void;
}

/**
 * Keeps licenses set aside for the token that this station works with, as many as Settings say, and gives back what is
 * not needed: of other tokens, on closing, or more than the server would leave. One program of a folder at a time.
 */
export class LeaseKeeper {
  readonly #parts: KeeperParts;
  #count: number | null;
  #info: TokenInfo | null = null;
  /** Of the token before: nobody here works with it any more. */
  readonly #left = new Set<string>();
  /** Whether the server told of all boards of this token, and what else is fetched once. */
  #full = false;
  #firmware: string | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #cancel: (() => void) | null = null;
  #closed = false;

  /** @param count - how many licenses to set aside; null leaves what lies here to another program */
  constructor(parts: KeeperParts, count: number | null) {
    this.#parts = parts;
    this.#count = count;
  }

  /** How many boards it would like to be ready for; 0 sets nothing aside. */
  set count(count: number) {
    this.#count = count;
    this.soon();
  }

  /** The fingerprint of the token that this station works with. */
  get mark(): string | null {
    return this.#info === null ? null : this.#parts.markOf(this.#info.token);
  }

  /** The server says that this token may be worked with. */
  use(info: TokenInfo): void {
    const before = this.#info;
    this.#info = info;
    if (before?.token === info.token) return;
    if (before !== null) this.#left.add(this.#parts.markOf(before.token));
    this.#left.delete(this.#parts.markOf(info.token));
    this.#full = false;
    this.soon();
  }

  /** Looks at it in the background: something was used, or the server is back. */
  soon(): void {
    if (this.#closed || this.#count === null || this.#info === null) return;
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    this.#cancel?.();
    this.#running = this.#look().finally(() => {
      this.#running = null;
      if (this.#closed) return;
      this.#cancel = this.#parts.clock.schedule(AGAIN_MS, () => this.soon());
      const again = this.#again;
      this.#again = false;
      if (again) this.soon();
    });
  }

  /** Resolves when nothing is on its way. Never throws. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #now(): number {
    return this.#parts.clock.wallTime().getTime();
  }

  async #look(): Promise<void> {
    const { link, onChange } = this.#parts;
    try {
      if (!link.away) await this.#alone(() => this.#keep());
      onChange();
    } catch {
      // What lies here is as good as before; the next look is in ten minutes, or when the server is back.
    }
  }

  /** @returns false where another program of this folder is at it */
  async #alone(work: () => Promise<void>): Promise<boolean> {
    const { disk, url, holder } = this.#parts;
    const hold = { place: `${url} leases`, holder };
    if (!holdPlace(disk, hold, { now: this.#now(), ms: HOLD_MS })) return false;
    try {
      await work();
      return true;
    } finally {
      if (disk.isOpen) releasePlace(disk, hold);
    }
  }

  async #keep(): Promise<void> {
    const info = this.#info;
    const count = this.#count;
    if (info === null || count === null) return;
    const mark = this.#parts.markOf(info.token);
    await this.#clear(mark);
    if (count === 0) return this.#giveBackAll(info.token, mark);
    try {
      await this.#topUp(info, { mark, count });
    } catch (thrown) {
      if (!(thrown instanceof KilnError && isOver(thrown))) throw thrown;
      await this.#giveBackAll(info.token, mark);
    }
  }

  async #topUp(info: TokenInfo, { mark, count }: { mark: string; count: number }): Promise<void> {
    const { pms, disk, batches, memory, taken, wall, outbox, station, account } = this.#parts;
    const { token } = info;
    const since = this.#full ? memory.asOf(mark) : null;
    const rules = await pms.tokenRules(token);
    const [at, heard] = [this.#now(), outbox.waiting() === 0];
    const batch = await pms.lease({ token, station, count, ...(since === null ? {} : { since }) });
    if (!disk.isOpen) return;
    const more = disk.atomically(() => {
      if (!wall.trusts(at)) batches.distrust();
      wall.restart(at);
      memory.keep(mark, { info, rules, account: account() }, { at, asOf: batch.asOf });
      if (since === null) taken.replace(mark, batch.taken);
      else taken.add(mark, batch.taken);
      return batches.merge(batch, { mark, at, heard });
    });
    this.#full = true;
    await this.#giveBack(token, more);
    await this.#fetchFirmware(info);
  }

  /** A board that is burned while the server is away needs its firmware here. */
  async #fetchFirmware({ token, firmware }: TokenInfo): Promise<void> {
    const sha256 = firmware.file?.sha256 ?? null;
    if (sha256 === null || sha256 === this.#firmware) return;
    await this.#parts.pms.firmwareImage(token);
    this.#firmware = sha256;
  }

  /** Tokens that no program of this folder works with any more. */
  async #clear(mark: string): Promise<void> {
    const { memory, batches, outbox } = this.#parts;
    for (const known of memory.all()) {
      if (known.mark === mark || !(this.#left.has(known.mark) || known.at < this.#now() - LEFT_MS)) continue;
      if (outbox.waiting() === 0) batches.forgetOld(known.mark, this.#now());
      await this.#giveBackAll(known.info.token, known.mark);
      this.#left.delete(known.mark);
    }
  }

  async #giveBackAll(token: string, mark: string): Promise<void> {
    const { disk, batches, memory } = this.#parts;
    await this.#giveBack(token, batches.unused(mark));
    if (disk.isOpen && batches.isEmpty(mark)) memory.forget(mark);
  }

  async #giveBack(token: string, uuids: readonly string[]): Promise<void> {
    const { pms, disk, batches, station } = this.#parts;
    const going = batches.beginReturn(uuids, this.#now());
    if (going.all.length === 0) return;
    try {
      await pms.giveBack({ token, station, uuids: going.all });
    } catch (thrown) {
      // Otherwise it may have taken them back, and somebody else may have them by now.
      if (disk.isOpen && (wasUnheard(thrown) || wasRefused(thrown))) batches.undoReturn(going.fresh);
      throw thrown;
    }
    if (disk.isOpen) batches.endReturn(going.all);
  }

  /** Gives back what no board was given of the token in use. What the server does not take in two seconds stays here. */
  async giveBackNow(): Promise<void> {
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.clock.schedule(CLOSING_MS, resolve);
    });
    await Promise.race([this.#giveBackUsed().catch(() => undefined), late]);
    cancel();
    this.#parts.onChange();
  }

  async #giveBackUsed(): Promise<void> {
    await this.settled();
    const info = this.#info;
    if (info === null || this.#count === null || this.#parts.link.away) return;
    await this.#alone(() => this.#giveBackAll(info.token, this.#parts.markOf(info.token)));
  }

  /**
   * Gives back what no board was given of any token, also what another program of this folder asked for: that one sets
   * some aside anew, where it runs.
   * @throws KilnError as the server says; STORE_BUSY while that program is at it
   */
  async giveBackEverything(): Promise<void> {
    await this.settled();
    const { memory } = this.#parts;
    const done = await this.#alone(async () => {
      for (const { mark, info } of memory.all()) await this.#giveBackAll(info.token, mark);
    });
    if (!done) throw new KilnError('STORE_BUSY');
  }

  /** The next start goes on with what could not be given back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel?.();
    await this.giveBackNow();
  }
}
