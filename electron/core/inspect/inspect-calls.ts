import type { CallReply, CallRequest } from '../../../shared/contract/channels.js';
import type { InspectEvent, RepairOutcome, RepairPlan } from '../../../shared/contract/inspect.js';
import { cancelled, KilnError, toCodedError } from '../../../shared/errors/kiln-error.js';
import type { LoaderRequest, RateMemory } from '../beken/api.js';
import { CONTACT_RATE } from '../beken/baud.js';
import type { PortHub } from '../serial/port-hub.js';
import type { Transport } from '../serial/transport.js';
import type { Clock } from '../time/clock.js';
import type { Backups, RepairContext, RepairRequest, Snapshot } from './api.js';
import { findingsOf, planUnlock, planWipe } from './plan.js';
import { backupBoard } from './backup-board.js';
import { readBoard } from './read-board.js';
import { reportOf } from './report.js';
import { unlockBoard } from './unlock.js';
import { viewEvents } from './view-events.js';
import { wipeBoard } from './wipe.js';

export interface InspectDeps {
  readonly ports: PortHub;
  readonly clock: Clock;
  readonly backups: Backups;
  /** Remembered rate of the adapter behind a port, where there is one. */
  /** Writes the license of the station's token to the board on this port: the station's business. @throws KilnError what that run failed with */
  readonly authorize: (
    target: CallRequest<'inspect.authorize'>,
    context: { readonly signal: AbortSignal; readonly onEvent: (event: InspectEvent) => void },
  ) => Promise<CallReply<'inspect.authorize'>>;
  readonly ratesOf: (path: string) => Promise<RateMemory | null>;
}

type Target = CallRequest<'inspect.read'> | CallRequest<'inspect.repair'>;

/** The Inspect view's half of the core: one board at a time, by the port's name. */
export class InspectCalls {
  readonly #deps: InspectDeps;
  readonly #listeners = new Set<(event: InspectEvent) => void>();
  /** Of the board that was read last, for plans. */
  #snapshot: Snapshot | null = null;
  #work: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;

  constructor(deps: InspectDeps) {
    this.#deps = deps;
  }

  get busy(): boolean {
    return this.#work !== null;
  }

  onEvent(listener: (event: InspectEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @throws KilnError INSPECT_BUSY, PORT_*, the loader's errors, CANCELLED */
  read({ reveal, ...target }: CallRequest<'inspect.read'>): Promise<CallReply<'inspect.read'>> {
    return this.#run(target, async (transport, request, context) => {
      const { report, snapshot } = await readBoard(transport, { ...request, reveal }, context);
      this.#snapshot = snapshot;
      return report;
    });
  }

  /** @throws KilnError PLAN_STALE where no board was read */
  plan({ repair, way }: CallRequest<'inspect.plan'>): RepairPlan {
    if (!this.#snapshot) throw new KilnError('PLAN_STALE');
    const findings = findingsOf(this.#snapshot);
    return repair === 'wipe' ? planWipe(findings) : planUnlock(findings, way);
  }

  /** @throws KilnError PLAN_STALE where no board was read */
  reveal(): CallReply<'inspect.reveal'> {
    if (!this.#snapshot) throw new KilnError('PLAN_STALE');
    const { authkey, pskKey, facPin } = reportOf(findingsOf(this.#snapshot), { reveal: true });
    return { authkey, pskKey, facPin };
  }

  /** @throws KilnError INSPECT_BUSY, BACKUP_FAILED, PORT_*, the loader's errors, CANCELLED */
  backup(target: CallRequest<'inspect.backup'>): Promise<CallReply<'inspect.backup'>> {
    const { backups } = this.#deps;
    return this.#run(target, async (transport, request, context) => ({
      path: await backupBoard(transport, { ...request, backups }, context),
    }));
  }

  /** @throws KilnError INSPECT_BUSY, TOKEN_*, and what the run failed with */
  authorize(target: CallRequest<'inspect.authorize'>): Promise<CallReply<'inspect.authorize'>> {
    return this.#exclusive((signal) =>
      this.#deps.authorize(target, { signal, onEvent: (event) => this.#send(event) }),
    );
  }

  /** @throws KilnError as `unlockBoard` and `wipeBoard` */
  repair({ repair, way, digest, ...target }: CallRequest<'inspect.repair'>): Promise<RepairOutcome> {
    return this.#run(target, async (transport, loader, context) => {
      const request: RepairRequest = { ...loader, backups: this.#deps.backups, digest };
      if (repair === 'unlock')
        return unlockBoard(transport, { ...request, ...(way === undefined ? {} : { way }) }, context);
      const { plan, mac, backup } = await wipeBoard(transport, request, context);
      return { repair, way: null, mac, license: plan.license, uuid: null, backup, proved: true };
    });
  }

  /** Stops what is running; the call that started it rejects with CANCELLED. */
  cancel(): void {
    this.#work?.stop.abort(cancelled());
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#work?.ended;
  }

  #send(event: InspectEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #run<T>(
    target: Pick<Target, 'port' | 'chip' | 'baudRate'>,
    work: (transport: Transport, request: LoaderRequest, context: RepairContext) => Promise<T>,
  ): Promise<T> {
    return this.#exclusive((signal) => this.#onPort(target, signal, work));
  }

  /** One piece of work at a time. */
  async #exclusive<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#work) throw new KilnError('INSPECT_BUSY');
    const stop = new AbortController();
    const running = work(stop.signal);
    this.#work = { stop, ended: running.catch(() => undefined) };
    try {
      const result = await running;
      this.#send({ type: 'done' });
      return result;
    } catch (error) {
      this.#send({ type: 'failed', error: toCodedError(error) });
      throw error;
    } finally {
      this.#work = null;
    }
  }

  async #onPort<T>(
    { port, chip, baudRate }: Pick<Target, 'port' | 'chip' | 'baudRate'>,
    signal: AbortSignal,
    work: (transport: Transport, request: LoaderRequest, context: RepairContext) => Promise<T>,
  ): Promise<T> {
    const { ports, clock, ratesOf } = this.#deps;
    const lease = await ports.lease(port, 'inspect');
    try {
      const transport = await lease.open({ baudRate: CONTACT_RATE });
      const rates = await ratesOf(port);
      const request = { chip, baudRate, ...(rates ? { rates } : {}) };
      const onEvent = viewEvents(clock, (event) => this.#send(event));
      return await work(transport, request, { clock, signal, onEvent });
    } finally {
      await lease.release();
    }
  }
}
