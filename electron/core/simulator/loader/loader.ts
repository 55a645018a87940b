import type { UartReader } from '../wire/uart.js';

/** The program that answers in the boot window. */
export interface Loader extends UartReader {
  /** A link check came: stay until reset. */
  readonly linked: boolean;
  dispose(): void;
}
