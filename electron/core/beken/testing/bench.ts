import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { createBoard, type Board } from '../../simulator/index.js';
import type { ModemLines, Transport, TransportEnd } from '../../serial/transport.js';
import { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { LoaderContext, LoaderEvent, LoaderRequest, ProgramReport, ProgramRequest } from '../api.js';
import { program } from '../loader.js';

type CreateBoardOptions = Parameters<typeof createBoard>[0];

/** What the cable does to bytes on their way; null loses them all. */
export interface Faults {
  toBoard?: (bytes: Uint8Array, rate: number) => Uint8Array | null;
  fromBoard?: (bytes: Uint8Array, rate: number) => Uint8Array | null;
  /** Throws where the adapter cannot do the rate. */
  onRate?: (rate: number) => void;
}

/** A cable between host and simulated board, at the host's rate, with modem lines. */
class BenchTransport implements Transport {
  readonly path = 'bench';
  readonly closed: Promise<TransportEnd>;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #end: (end: TransportEnd) => void = () => undefined;
  #rate = 115200;
  #freeAt = 0;
  #gone = false;

  constructor(
    private readonly board: Board,
    private readonly clock: VirtualClock,
    private readonly faults: Faults,
    private readonly lines: boolean,
  ) {
    this.closed = new Promise((resolve) => (this.#end = resolve));
    board.onTransmit((bytes, rate) => {
      // What the host hears at another rate is noise; the board garbles its own side only.
      const heard = Math.abs(rate / this.#rate - 1) < 0.03 ? bytes : bytes.map((byte) => byte ^ 0x55);
      const through = faults.fromBoard ? faults.fromBoard(heard, this.#rate) : heard;
      if (through && !this.#gone) for (const listener of [...this.#listeners]) listener(through);
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#gone) return Promise.reject(new KilnError('PORT_LOST', { path: this.path }));
    if (this.board.timing === 'realistic') {
      const start = Math.max(this.clock.now(), this.#freeAt);
      this.#freeAt = start + (bytes.length * 10_000) / this.#rate;
    }
    const through = this.faults.toBoard ? this.faults.toBoard(bytes, this.#rate) : bytes;
    if (through) this.board.receive(through, this.#rate);
    return Promise.resolve();
  }

  drain(): Promise<void> {
    const wait = this.#freeAt - this.clock.now();
    return wait > 0 ? new Promise((resolve) => this.clock.schedule(wait, resolve)) : Promise.resolve();
  }

  async setBaudRate(rate: number): Promise<void> {
    await this.drain();
    this.faults.onRate?.(rate);
    this.#rate = rate;
  }

  setLines(lines: ModemLines): Promise<boolean> {
    if (this.lines) this.board.setLines(lines);
    return Promise.resolve(this.lines);
  }

  discardInput(): Promise<void> {
    return Promise.resolve();
  }

  /** Bytes straight to the host, as from a short of TX to RX. */
  inject(bytes: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(bytes);
  }

  unplug(): void {
    this.#gone = true;
    this.#end({ by: 'loss', detail: 'unplugged' });
  }

  close(): Promise<void> {
    this.#end({ by: 'us' });
    return Promise.resolve();
  }
}

export type BenchOptions = Omit<CreateBoardOptions, 'clock'> & { readonly faults?: Faults };

/** One board, one cable, one operator, in virtual time. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly board: Board;
  readonly transport: BenchTransport;
  readonly stop = new AbortController();
  readonly events: LoaderEvent[] = [];
  readonly faults: Faults;
  /** Called with every event, before it is kept. */
  onEvent: (event: LoaderEvent) => void = () => undefined;

  constructor({ faults = {}, ...options }: BenchOptions) {
    this.faults = faults;
    this.board = createBoard({ ...options, clock: this.clock });
    this.transport = new BenchTransport(this.board, this.clock, faults, options.resetWired ?? false);
  }

  get notes(): string[] {
    return this.events.flatMap((event) => (event.type === 'note' ? [event.key] : []));
  }

  get stages(): string[] {
    return this.events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []));
  }

  echo(bytes: Uint8Array): void {
    this.transport.inject(bytes);
  }

  /** What every operation gets. */
  get context(): LoaderContext {
    return {
      clock: this.clock,
      signal: this.stop.signal,
      onEvent: (event) => {
        this.onEvent(event);
        this.events.push(event);
      },
    };
  }

  /** Does any operation and lets time run until it ends. `request`: over chip auto and 921600 baud. */
  operate<Q extends LoaderRequest, R>(
    operation: (transport: Transport, request: Q, context: LoaderContext) => Promise<R>,
    request: Omit<Q, 'chip' | 'baudRate'> & Partial<Pick<Q, 'chip' | 'baudRate'>>,
  ): Promise<R> {
    const full = { chip: 'auto', baudRate: 921600, ...request } as Q;
    return this.clock.run(operation(this.transport, full, this.context));
  }

  /** Burns `image` at `start` and lets time run until that ends. */
  program(image: Uint8Array, start: number, request: Partial<ProgramRequest> = {}): Promise<ProgramReport> {
    const place = () => Promise.resolve({ start, image });
    const work = program(this.transport, { chip: 'auto', baudRate: 921600, place, ...request }, this.context);
    return this.clock.run(work);
  }
}
