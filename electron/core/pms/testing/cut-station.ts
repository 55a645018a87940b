import { fixedSecrets } from '../../secrets/testing/fixed-key.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { systemClock, type Clock } from '../../time/clock.js';
import { Link } from '../client/queue/link.js';
import { StationQueue, type QueueOptions } from '../client/queue/station-queue.js';
import { Wire } from '../client/wire.js';
import { lineOf, type Line } from '../line.js';
import { quickFolder } from './quick-folder.js';
import type { Served } from './served.js';

/** Of the wire alone: it tries again without a pause. */
const HASTY: Clock = { ...systemClock, schedule: (_ms, task) => systemClock.schedule(0, task) };
/** A port where nobody is. */
const NOWHERE = 'http://127.0.0.1:1';

export interface StationOptions extends Partial<
  Pick<QueueOptions, 'folder' | 'ahead' | 'account' | 'program'>
> {
  readonly served: Served;
  readonly clock: Clock;
}

/** A station at a server, and a hand on the line between them. */
export interface CutStation {
  readonly pms: StationQueue['pms'];
  readonly queue: StationQueue;
  readonly line: Line;
  readonly link: Link;
  readonly folder: string;
  /** What the server was asked for, in order: each request that it answered with yes. */
  readonly done: string[];
  /** The line is cut: what is asked meanwhile reaches nobody. It is noticed by whoever asks next. */
  cut(): void;
  /** The line is mended, and the station hears of it. Resolves when what waited was sent. */
  mend(): Promise<void>;
  /** Requests of this operation are heard by the server, and their answers lost, from now on: as a line that breaks just then. */
  loseAnswersOf(operation: string | null): void;
  /** Requests of this operation stay on their way, from now on, until what is returned is called. */
  holdBack(operation: string): () => void;
  /** Resolves when what a station does by itself is done. */
  settled(): Promise<void>;
  close(): Promise<void>;
  /** The program is killed: nothing is sent, nothing given back. */
  kill(): void;
}

/** Its program is `program`, of the machine this runs on where nothing else is said. */
export function cutStation({ served, clock, ...options }: StationOptions): CutStation {
  const folder = options.folder ?? quickFolder('kiln-station-');
  const link = new Link();
  const done: string[] = [];
  let away = false;
  let lost: string | null = null;
  let held: { readonly operation: string; readonly freed: Promise<void> } | null = null;
  let killed = false;
  const wireTo = (url: string): Wire =>
    new Wire({
      url,
      ca: null,
      clock: HASTY,
      bearer: () => served.bearer,
      onContact: (answer) => heard(answer !== null),
    });
  const line = wireTo(served.url);
  const nowhere = wireTo(NOWHERE);
  const current = (): Wire => (away || killed ? nowhere : line);
  const wire = new Proxy(line, {
    get(_, name) {
      if (name === 'url') return served.url;
      // Of heartbeats, which no test waits for: a run of a test is silent.
      if (name === 'clock') return systemClock;
      if (name === 'perform') return perform;
      const value: unknown = Reflect.get(current(), name);
      return typeof value === 'function' ? (value.bind(current()) as unknown) : value;
    },
  });
  const perform = async (...asked: Parameters<Wire['perform']>): Promise<unknown> => {
    const [operation] = asked;
    if (held?.operation === operation) await held.freed;
    const reply = await current().perform(...asked);
    if (killed) return new Promise(() => undefined);
    if (operation !== 'run.heartbeat') done.push(operation);
    if (operation !== lost) return reply;
    away = true;
    heard(false);
    throw new KilnError('PMS_UNREACHABLE', { url: served.url, detail: 'UND_ERR_SOCKET' });
  };
  const mortal: Clock = {
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    schedule: (ms, task) => clock.schedule(ms, () => void (killed || task())),
  };
  const { ahead = null, account = () => 'admin@plant.example', program } = options;
  const queue = new StationQueue({
    folder,
    wire,
    link,
    clock: mortal,
    secrets: fixedSecrets,
    ahead,
    account,
    onChange: () => undefined,
    ...(program === undefined ? {} : { program }),
  });
  const heard = (answered: boolean): void => {
    if (link.heard(answered)) queue.cameBack();
  };
  const settled = async (): Promise<void> => {
    await queue.sender.flush();
    await queue.keeper.settled();
  };
  return {
    pms: queue.pms,
    queue,
    line: lineOf(() => ({
      perform,
      later: (request) => queue.sender.record('workOrder.commit', request),
      flush: () => queue.sender.flush(),
    })),
    link,
    folder,
    done,
    cut: () => void (away = true),
    async mend() {
      away = false;
      lost = null;
      await line.hello();
      await settled();
    },
    loseAnswersOf: (operation) => void (lost = operation),
    holdBack(operation) {
      let free = (): void => undefined;
      const freed = new Promise<void>((resolve) => (free = resolve));
      held = { operation, freed };
      return () => free();
    },
    settled,
    async close() {
      if (!killed) await queue.close();
      await line.close();
      await nowhere.close();
    },
    kill: () => void (killed = true),
  };
}
