import type { PortInfo } from '../../../shared/contract/ports.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Clock } from '../time/clock.js';
import { canonicalPath } from './canonical-path.js';
import { diffPorts, type PortChange } from './port-diff.js';
import { PortLease, type Lease } from './port-lease.js';
import type { SerialBackend } from './transport.js';

/** How often the ports are looked at while somebody watches. */
const POLL_MS = 1000;

/** All ports of all backends as one. */
export interface PortHub {
  /** A backend that cannot list (no udev in a container) counts as empty: it must not hide the others. */
  list(): Promise<readonly PortInfo[]>;
  /**
   * Calls `listener` with the ports found first (all of them `added`), then with every change, about once a
   * second. Looks only while somebody watches. Returns the unsubscriber.
   */
  watch(listener: (change: PortChange) => void): () => void;
  /**
   * Reserves a port for one owner. `holder` names it to whoever comes second, e.g. `slot 2`.
   * @throws KilnError PORT_BUSY {path, holder}, PORT_NOT_FOUND where no backend has such a path
   */
  lease(path: string, holder: string): Promise<Lease>;
}

export interface PortHubOptions {
  /** The first one that owns a path gets it. */
  readonly backends: readonly SerialBackend[];
  readonly clock: Clock;
}

class Hub implements PortHub {
  readonly #backends: readonly SerialBackend[];
  readonly #clock: Clock;
  readonly #watchers = new Map<(change: PortChange) => void, readonly PortInfo[]>();
  readonly #holders = new Map<string, string>();
  #cancelPoll: (() => void) | null = null;
  #polling = false;

  constructor({ backends, clock }: PortHubOptions) {
    this.#backends = backends;
    this.#clock = clock;
  }

  async list(): Promise<readonly PortInfo[]> {
    const lists = await Promise.all(this.#backends.map((backend) => backend.list().catch(() => [])));
    return lists.flat();
  }

  watch(listener: (change: PortChange) => void): () => void {
    // An own function per call, so that one listener may watch twice.
    const watcher = (change: PortChange): void => listener(change);
    this.#watchers.set(watcher, []);
    if (!this.#polling) {
      this.#cancelPoll?.();
      void this.#poll();
    }
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#cancelPoll?.();
      this.#cancelPoll = null;
    };
  }

  lease(path: string, holder: string): Promise<Lease> {
    const key = canonicalPath(path);
    const owner = this.#holders.get(key);
    if (owner !== undefined) return Promise.reject(new KilnError('PORT_BUSY', { path, holder: owner }));
    const backend = this.#backends.find((candidate) => candidate.owns(key));
    if (!backend) return Promise.reject(new KilnError('PORT_NOT_FOUND', { path }));
    this.#holders.set(key, holder);
    const onReleased = (): void => void this.#holders.delete(key);
    return Promise.resolve(new PortLease({ path: key, holder, backend, onReleased }));
  }

  /** Looks once, tells each watcher what is new to it, and comes back in a second. */
  async #poll(): Promise<void> {
    this.#polling = true;
    try {
      const ports = await this.list();
      for (const [watcher, known] of [...this.#watchers]) {
        const change = diffPorts(known, ports);
        if (!change || !this.#watchers.has(watcher)) continue;
        this.#watchers.set(watcher, ports);
        watcher(change);
      }
    } finally {
      this.#polling = false;
      this.#cancelPoll =
        this.#watchers.size > 0 ? this.#clock.schedule(POLL_MS, () => void this.#poll()) : null;
    }
  }
}

export function createPortHub(options: PortHubOptions): PortHub {
  return new Hub(options);
}
