import type { LogLine, SlotView } from '../../../shared/contract/station.js';
import type { BaudRate } from '../../../shared/domain/chip.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import type { RunMode, StageId } from '../../../shared/domain/stage.js';
import { cancelled, KilnError, toCodedError } from '../../../shared/errors/kiln-error.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import type { JobDeps, JobEvent, JobHooks, JobRequest } from './job-api.js';
import { runJob } from './run-job.js';
import { isRunning, newSlot, next, withSeconds, type SlotEvent } from './slot-state.js';

export interface SlotListener {
  readonly changed: (slot: number) => void;
  readonly logged: (line: LogLine) => void;
  readonly ended: (record: RunRecord) => void;
}

/** What a slot is to do with its next board. */
export interface RunOrder extends Pick<
  JobRequest,
  'mode' | 'token' | 'workOrder' | 'policies' | 'tests' | 'confirmed'
> {
  /** Every board has to say its serial number. @default false */
  readonly serials?: boolean;
  /** Not what the station works as: a remedy. */
  readonly other?: boolean;
}

/** One slot: a port, a job at most, and the view of both. Slots know nothing of each other. */
export class SlotRunner {
  readonly #deps: JobDeps;
  readonly #listener: SlotListener;
  #view: SlotView;
  #abort: AbortController | null = null;
  #job: Promise<void> = Promise.resolve();
  #answer: ((yes: boolean) => void) | null = null;
  #lastPass: { readonly mode: RunMode; readonly mac: string } | null = null;
  #stage: { id: StageId; at: number; bytesAt: number | null } | null = null;

  constructor(
    slot: number,
    settings: { mode: RunMode; baudRate: BaudRate },
    context: { deps: JobDeps; listener: SlotListener },
  ) {
    this.#deps = context.deps;
    this.#listener = context.listener;
    this.#view = newSlot(slot, settings.mode, settings.baudRate);
  }

  /** The slot now, with the running stage's seconds up to date. */
  get view(): SlotView {
    if (!this.#stage || !isRunning(this.#view)) return this.#view;
    return withSeconds(this.#view, this.#stage.id, this.#secondsSince(this.#stage.at));
  }

  get running(): boolean {
    return this.#abort !== null;
  }

  /** @throws KilnError SLOT_RUNNING */
  configure(settings: { port?: string | null; baudRate?: BaudRate; sn?: string | null }): void {
    if (this.running) throw new KilnError('SLOT_RUNNING', { slot: this.#view.slot });
    this.#apply({ type: 'configured', ...settings });
  }

  /** @throws KilnError SLOT_RUNNING */
  setMode(mode: RunMode): void {
    if (this.running) throw new KilnError('SLOT_RUNNING', { slot: this.#view.slot });
    this.#apply({ type: 'mode', mode });
  }

  /** Takes up a board. Does nothing where one is being worked on. */
  run({ mode, other = false, serials = false, ...order }: RunOrder): void {
    if (this.running) return;
    const at = this.#epoch();
    const { port, baudRate, slot, sn } = this.#view;
    const refuse = (error: KilnError): void => this.#apply({ type: 'refused', error: error.toJSON(), at });
    if (port === null) return refuse(new KilnError('PORT_NOT_CHOSEN', { slot }));
    if (sn === null && asksSerial({ mode, order: { serials } }))
      return refuse(new KilnError('SERIAL_MISSING', { slot }));
    this.#stage = null;
    this.#apply({ type: 'started', mode, at, other });
    this.#abort = new AbortController();
    const lastMac = this.#lastPass?.mode === mode ? this.#lastPass.mac : null;
    const holder = `slot ${slot}`;
    const named = serials ? { sn } : {};
    const request: JobRequest = { ...order, ...named, mode, port, baudRate, chip: 'auto', holder, lastMac };
    this.#job = this.#run(request, this.#abort);
  }

  /** Asks the job to end; `idle` resolves when the port is closed and the license accounted for. */
  stop(): void {
    if (!this.#abort) return;
    this.#apply({ type: 'stopping' });
    this.#abort.abort(cancelled());
  }

  /** Answers what the slot asks; false where it asks nothing. */
  answer(yes: boolean): boolean {
    const answer = this.#answer;
    this.#answer = null;
    answer?.(yes);
    return answer !== null;
  }

  idle(): Promise<void> {
    return this.#job;
  }

  async #run(request: JobRequest, abort: AbortController): Promise<void> {
    try {
      const hooks: JobHooks = {
        signal: abort.signal,
        onEvent: (event) => this.#onJob(event),
        ask: () => this.#ask(abort.signal),
      };
      const record = await runJob(request, this.#deps, hooks);
      this.#abort = null;
      const { mode, mac, outcome } = record;
      // A board that failed is run again; one that passed and is there again was not exchanged.
      this.#lastPass = outcome === 'succeeded' && mac !== null ? { mode, mac } : null;
      this.#apply({ type: 'ended', record });
      this.#listener.ended(record);
    } catch (thrown) {
      this.#abort = null;
      const error = toCodedError(thrown);
      this.#apply({ type: 'refused', error, at: this.#epoch() });
      if (error.code !== 'CANCELLED') this.#log('error', 'job.failed', { code: error.code });
    }
  }

  #ask(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const stopped = (): void => {
        this.#answer = null;
        reject(signal.reason instanceof Error ? signal.reason : cancelled());
      };
      this.#answer = (yes) => {
        signal.removeEventListener('abort', stopped);
        resolve(yes);
      };
      if (signal.aborted) stopped();
      else signal.addEventListener('abort', stopped, { once: true });
    });
  }

  #onJob(event: JobEvent): void {
    if (event.type === 'note') this.#log(event.level, event.key, event.data);
    if (event.type === 'stage') this.#beginStage(event.stage);
    if (event.type === 'progress') this.#measure(event.done);
    this.#apply({ type: 'job', event, at: this.#epoch() });
  }

  #beginStage(id: StageId): void {
    const now = this.#deps.clock.now();
    if (this.#stage) this.#view = withSeconds(this.#view, this.#stage.id, this.#secondsSince(this.#stage.at));
    this.#stage = { id, at: now, bytesAt: null };
    this.#view = { ...this.#view, board: { ...this.#view.board, address: null, speed: null } };
    this.#log('info', 'job.stage', { stage: id });
  }

  /** Bytes a second since the first progress of this stage. */
  #measure(done: number): void {
    if (this.#stage?.id !== 'program') return;
    this.#stage.bytesAt ??= this.#deps.clock.now();
    const seconds = this.#secondsSince(this.#stage.bytesAt);
    if (seconds > 0.2)
      this.#view = { ...this.#view, board: { ...this.#view.board, speed: Math.round(done / seconds) } };
  }

  #apply(event: SlotEvent): void {
    this.#view = next(this.#view, event);
    this.#listener.changed(this.#view.slot);
  }

  #log(level: LogLine['level'], key: string, data: LogLine['data']): void {
    this.#listener.logged({ at: this.#epoch(), slot: this.#view.slot, level, key, data });
  }

  #epoch(): number {
    return this.#deps.clock.wallTime().getTime();
  }

  #secondsSince(at: number): number {
    return Math.round(this.#deps.clock.now() - at) / 1000;
  }
}
