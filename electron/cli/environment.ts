import type { Clock } from '../core/time/clock.js';
import type { Streams } from './output.js';

/** Everything a command takes from the process, so that tests can give it something else. */
export interface Environment extends Streams {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly stdin: NodeJS.ReadableStream;
  /** Aborted by the first Ctrl+C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly lang?: string;
  /** Address of a PMS server. */
  readonly pms?: string;
}
