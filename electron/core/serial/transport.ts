import type { PortInfo } from '../../../shared/contract/ports.js';

/** Why a transport ended: we closed it, or it was lost (unplugged, driver gone). */
export type TransportEnd = { readonly by: 'us' } | { readonly by: 'loss'; readonly detail: string };

/** Modem lines; `true` = asserted (pin low on the usual adapter). Omitted lines stay as they are. */
export interface ModemLines {
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/**
 * Moves bytes, 8N1, and is lost once. Knows nothing of frames.
 * Errors are KilnError: PORT_LOST after the end, PORT_* from open.
 */
export interface Transport {
  readonly path: string;
  /** Resolves exactly once, however the transport ends; never rejects. */
  readonly closed: Promise<TransportEnd>;
  /** Calls `listener` with every chunk that arrives, as it arrives. Returns the unsubscriber. */
  onData(listener: (chunk: Uint8Array) => void): () => void;
  /** Hands the bytes to the OS. Resolves when accepted, not when sent. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when every byte written has physically left. Start reply timers after this. */
  drain(): Promise<void>;
  /** Changes the host's rate, after what was written has left. */
  setBaudRate(baudRate: number): Promise<void>;
  /** Sets modem lines. Resolves false where the port has none (a pty, some adapters): never an error. */
  setLines(lines: ModemLines): Promise<boolean>;
  /** Drops what arrived and was not delivered yet (OS buffers included). */
  discardInput(): Promise<void>;
  /** Idempotent; cancels pending writes and drains. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly baudRate: number;
}

/** A family of ports: the OS's serial ports, or virtual boards. */
export interface SerialBackend {
  /** True when `path` belongs to this family. */
  owns(path: string): boolean;
  list(): Promise<readonly PortInfo[]>;
  /** @throws KilnError PORT_NOT_FOUND, PORT_BUSY, PORT_NO_PERMISSION, PORT_OPEN_FAILED */
  open(path: string, options: OpenOptions): Promise<Transport>;
}
