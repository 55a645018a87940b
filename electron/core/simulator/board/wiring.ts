import type { Clock } from '../../time/clock.js';
import { TransmitLine, type TransmitListener } from '../wire/transmit-line.js';
import type { Uart } from '../wire/uart.js';

/** Of UART2 (authorization §1.1). */
const LOG_RATE = 115200;

/**
 * How the host's adapter is wired to the module: as it should be, with its own TX and RX shorted (the module hears
 * nothing), or with its RX on the module's log output and its TX on nothing (authorization §1.5).
 */
export type Wiring = 'right' | 'echo' | 'log';

export interface WiringParts {
  readonly clock: Clock;
  readonly paced: boolean;
  readonly uart: Uart;
  readonly wiring: Wiring;
}

/** The module's two UARTs and what of them reaches the host. */
export class Wires {
  readonly #parts: WiringParts;
  readonly #log: TransmitLine;
  readonly #echo: TransmitLine;

  constructor(parts: WiringParts) {
    this.#parts = parts;
    this.#log = new TransmitLine(parts.clock, parts.paced);
    this.#echo = new TransmitLine(parts.clock, parts.paced);
  }

  /** Bytes from the host's TX. */
  receive(bytes: Uint8Array, baudRate: number): void {
    const { wiring, uart, clock } = this.#parts;
    if (wiring === 'right') uart.receive(bytes, baudRate);
    if (wiring === 'echo' && bytes.length > 0) this.#echo.transmit(bytes, baudRate, clock.now());
  }

  /** Bytes to the host's RX. Returns the unsubscriber. */
  onTransmit(listener: TransmitListener): () => void {
    const { wiring, uart } = this.#parts;
    if (wiring === 'echo') return this.#echo.onTransmit(listener);
    return wiring === 'log' ? this.#log.onTransmit(listener) : uart.onTransmit(listener);
  }

  /** What a second adapter hears on UART2. Returns the unsubscriber. */
  onLog(listener: TransmitListener): () => void {
    return this.#log.onTransmit(listener);
  }

  log(line: string): void {
    this.#log.transmit(Buffer.from(`${line}\r\n`, 'latin1'), LOG_RATE, this.#parts.clock.now());
  }

  /** Chip reset: nothing more leaves. */
  reset(): void {
    this.#log.stop();
  }

  dispose(): void {
    this.#log.stop();
    this.#echo.stop();
  }
}
