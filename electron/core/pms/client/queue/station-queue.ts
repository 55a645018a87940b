import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { Secrets } from '../../../secrets/secrets.js';
import type { Clock } from '../../../time/clock.js';
import { processIsAlive } from '../../store/process-alive.js';
import { HttpPms, HURRIED_MS } from '../http-pms.js';
import type { Wire } from '../wire.js';
import { openDisk } from './disk.js';
import { Here } from './here.js';
import { Journal } from './journal.js';
import { LeaseBatches } from './lease-batch.js';
import { LeaseBox } from './lease-box.js';
import { LeaseKeeper } from './lease-keeper.js';
import { LeaseRows } from './lease-rows.js';
import { LicenseSteps } from './license-steps.js';
import type { Link } from './link.js';
import { Outbox, type RefusedItem } from './outbox.js';
import { QueuedPms } from './queued-pms.js';
import { Sender } from './sender.js';
import { stationId } from './station-id.js';
import { TakenBoards } from './taken-boards.js';
import { TokenMemory } from './token-memory.js';
import { Wall } from './wall.js';

export interface QueueOptions {
  /** The data folder. */
  readonly folder: string;
  readonly wire: Wire;
  /** Told of every answer by whoever owns the wire. */
  readonly link: Link;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** How many licenses to set aside; 0 for none, null to use what lies here and leave it to another program. */
  readonly ahead: number | null;
  /** Email of whoever is logged in. */
  readonly account: () => string | null;
  /** Told when what waits or lies here changed. */
  readonly onChange: () => void;
  /** @default this program, and those of this machine */
  readonly program?: { readonly pid: number; readonly isAlive: (pid: number) => boolean };
}

/** One token of which licenses lie here. */
export interface AheadOfToken {
  readonly token: string;
  readonly ahead: number;
  /** ms since 1970, null where there is none. */
  readonly until: number | null;
}

/** What a station keeps for its server and of it, and the Pms on that. */
export class StationQueue {
  readonly pms: QueuedPms;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly keeper: LeaseKeeper;
  readonly #parts: ReturnType<typeof partsOf>;
  readonly #clock: Clock;

  constructor(options: QueueOptions) {
    const parts = partsOf(options);
    this.#parts = parts;
    this.#clock = options.clock;
    this.pms = parts.pms;
    this.outbox = parts.outbox;
    this.sender = parts.sender;
    this.keeper = parts.keeper;
  }

  #now(): number {
    return this.#clock.wallTime().getTime();
  }

  /** How many boards can be given a license while the server is away: of the token in use, or of all. */
  ahead(): number {
    return this.#parts.box.ahead(this.#now(), this.keeper.mark);
  }

  /** The same, token by token. */
  aheadByToken(): readonly AheadOfToken[] {
    const { memory, box } = this.#parts;
    return memory.all().map(({ mark, info }) => ({
      token: info.token,
      ahead: box.ahead(this.#now(), mark),
      until: box.aheadUntil(this.#now(), mark),
    }));
  }

  /** Steps that the server refused when they came late. */
  refused(): readonly RefusedItem[] {
    return this.outbox.refused();
  }

  /** The server is there, for the first time or again. */
  cameBack(): void {
    // First what was done here: what the server sets aside then counts from there.
    void this.sender.flush().then(() => this.keeper.soon());
  }

  async close(): Promise<void> {
    await this.pms.close();
    this.#parts.disk.close();
  }
}

function partsOf(options: QueueOptions) {
  const { folder, wire, link, clock, secrets, account, onChange } = options;
  const { pid, isAlive } = options.program ?? { pid: process.pid, isAlive: processIsAlive };
  const { url } = wire;
  const holder = randomUUID();
  const station = stationId(folder);
  const runs = new Set<string>();

  const disk = openDisk(folder);
  const outbox = new Outbox(disk, url, secrets);
  const memory = new TokenMemory(disk, url, secrets);
  const taken = new TakenBoards(disk, url, secrets);
  const wall = new Wall(disk, url);
  const rows = new LeaseRows(disk, url, secrets);
  const box = new LeaseBox({ disk, rows, wall, pid, isAlive, isMine: (run) => runs.has(run) });
  const batches = new LeaseBatches({ disk, rows, isAlive });
  const here = new Here({ rows, box, memory, taken, clock, account });

  const http = new HttpPms(wire, join(folder, 'firmware-cache'), () => !here.isEmpty);
  const sender = new Sender({
    outbox,
    clock,
    holder,
    send: (operation, request) =>
      wire.perform(operation, request, {
        once: true,
        ...(here.isEmpty ? {} : { answerMs: HURRIED_MS }),
      }),
    onChange,
    away: () => link.away,
    onRefused: ({ operation, request }) => {
      if (operation !== 'license.take') return;
      box.refused(String(request['uuid']), clock.wallTime().getTime());
      outbox.dropStepsOf(request);
    },
  });
  const keeper = new LeaseKeeper(
    {
      pms: http,
      disk,
      batches,
      memory,
      taken,
      wall,
      outbox,
      link,
      clock,
      url,
      station,
      holder,
      markOf: (token) => rows.markOf(token),
      account,
      onChange,
    },
    options.ahead,
  );
  const steps = new LicenseSteps({
    http,
    disk,
    sender,
    outbox,
    link,
    here,
    box,
    keeper,
    clock,
    station,
    runs,
  });
  const journal = new Journal(outbox);
  const pms = new QueuedPms({ http, sender, outbox, link, here, box, keeper, journal, steps, runs });
  return { disk, outbox, memory, box, sender, keeper, pms };
}
