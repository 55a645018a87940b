import type { PortInfo } from '../../../shared/contract/ports.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { OpenOptions, SerialBackend, Transport } from '../serial/transport.js';
import type { Clock } from '../time/clock.js';
import type { SimulatedBoard } from './api.js';
import type { BoardTraits } from './host-ear.js';
import { VirtualTransport } from './virtual-transport.js';

const PREFIX = 'virtual:';

export interface VirtualBoard {
  /** `virtual:…` */
  readonly path: string;
  /** For people. */
  readonly label: string;
  readonly board: SimulatedBoard & BoardTraits;
}

export interface VirtualBackendOptions {
  readonly clock: Clock;
  readonly boards: readonly VirtualBoard[];
}

/** Simulated boards as ports of this process. */
export class VirtualBackend implements SerialBackend {
  readonly #clock: Clock;
  readonly #boards: Map<string, VirtualBoard>;
  readonly #unplugged = new Set<string>();
  readonly #open = new Map<string, VirtualTransport>();

  /** @throws KilnError USAGE where a path does not start with `virtual:` or comes twice */
  constructor({ clock, boards }: VirtualBackendOptions) {
    this.#clock = clock;
    this.#boards = new Map(boards.map((board) => [board.path, board]));
    const stray = boards.find(({ path }) => !path.startsWith(PREFIX));
    if (stray)
      throw new KilnError('USAGE', { detail: `${stray.path}: a virtual port starts with ${PREFIX}` });
    if (this.#boards.size !== boards.length)
      throw new KilnError('USAGE', { detail: 'a virtual port came twice' });
  }

  owns(path: string): boolean {
    return path.startsWith(PREFIX);
  }

  list(): Promise<readonly PortInfo[]> {
    const present = [...this.#boards.values()].filter(({ path }) => !this.#unplugged.has(path));
    return Promise.resolve(present.map(({ path, label }) => ({ path, kind: 'virtual', label })));
  }

  /** One owner a port. @throws KilnError PORT_NOT_FOUND, PORT_BUSY */
  open(path: string, options: OpenOptions): Promise<Transport> {
    const found = this.#unplugged.has(path) ? undefined : this.#boards.get(path);
    if (!found) return Promise.reject(new KilnError('PORT_NOT_FOUND', { path }));
    if (this.#open.has(path)) return Promise.reject(new KilnError('PORT_BUSY', { path }));
    const { baudRate } = options;
    const transport = new VirtualTransport({ path, board: found.board, clock: this.#clock, baudRate });
    this.#open.set(path, transport);
    void transport.closed.then(() => this.#open.delete(path));
    return Promise.resolve(transport);
  }

  /** Presses the board's reset button. @throws KilnError PORT_NOT_FOUND */
  reset(path: string): void {
    this.#known(path).board.pressReset();
  }

  /** Pulls the adapter out: the port's owner loses it, the list has it no more. @throws KilnError PORT_NOT_FOUND */
  unplug(path: string): void {
    this.#known(path);
    this.#unplugged.add(path);
    this.#open.get(path)?.lose('unplugged');
  }

  /** Puts it back. @throws KilnError PORT_NOT_FOUND */
  plug(path: string): void {
    this.#known(path);
    this.#unplugged.delete(path);
  }

  #known(path: string): VirtualBoard {
    const found = this.#boards.get(path);
    if (!found) throw new KilnError('PORT_NOT_FOUND', { path });
    return found;
  }
}

export function createVirtualBackend(options: VirtualBackendOptions): VirtualBackend {
  return new VirtualBackend(options);
}
