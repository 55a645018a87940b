import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { OpenOptions, SerialBackend, Transport } from './transport.js';

/** The right to use one port, held by one owner until released. */
export interface Lease {
  /** Canonical path of the port. */
  readonly path: string;
  /**
   * Opens the port; one transport at a time. A transport that has ended may be followed by another.
   * @throws KilnError PORT_BUSY while one is open, PORT_LOST after release, and what the backend's open throws
   */
  open(options: OpenOptions): Promise<Transport>;
  /** Closes what is open and gives the port back. Idempotent. */
  release(): Promise<void>;
}

export interface LeaseTerms {
  readonly path: string;
  readonly holder: string;
  readonly backend: SerialBackend;
  /** Called once, when the port is free again. */
  readonly onReleased: () => void;
}

export class PortLease implements Lease {
  readonly path: string;
  readonly #terms: LeaseTerms;
  #opening: Promise<Transport> | null = null;
  #released: Promise<void> | null = null;

  constructor(terms: LeaseTerms) {
    this.path = terms.path;
    this.#terms = terms;
  }

  async open(options: OpenOptions): Promise<Transport> {
    const { path, holder, backend } = this.#terms;
    if (this.#released) throw new KilnError('PORT_LOST', { path });
    if (this.#opening) throw new KilnError('PORT_BUSY', { path, holder });
    const opening = backend.open(path, options);
    this.#opening = opening;
    const forget = (): void => {
      if (this.#opening === opening) this.#opening = null;
    };
    const transport = await opening.catch((error: unknown) => {
      forget();
      throw error;
    });
    void transport.closed.then(forget);
    if (this.#released) throw new KilnError('PORT_LOST', { path });
    return transport;
  }

  release(): Promise<void> {
    this.#released ??= this.#giveBack();
    return this.#released;
  }

  async #giveBack(): Promise<void> {
    const transport = await this.#opening?.catch(() => null);
    await transport?.close();
    this.#terms.onReleased();
  }
}
