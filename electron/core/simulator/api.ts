import type { Clock } from '../time/clock.js';
import type { ChipName } from './image/map.js';

export interface BoardOptions {
  readonly chip: ChipName;
  readonly clock: Clock;
  /** 12 hex digits; kept in the RF sector as on silicon (protocol §12.3). @default one fixed address per chip */
  readonly mac?: string;
  /** Initial flash content, as large as the part (2 MiB on most chips). @default bootloader and RF sector of a factory-fresh module, the rest erased */
  readonly flash?: Uint8Array;
  /** `realistic`: UART pace both ways, erase, page program, CRC time. `instant`: none of it; boot windows stay. @default 'instant' */
  readonly timing?: 'instant' | 'realistic';
  /** Garble bytes where host and board disagree on the rate. @default true */
  readonly strictBaud?: boolean;
  /** 0 ≤ x < 1; everything random on the board comes from here. */
  readonly random?: () => number;
  /** What the application answers to 06 where the simulator cannot read it from the image. @default none: 06 answers ret false */
  readonly fingerprint?: { readonly name: string; readonly version: string };
  /** RTS drives CEN, so the host's reset pulse works. @default false */
  readonly resetWired?: boolean;
}

/** What happens on the bench, for the console and for tests. Never a license. */
export type BoardEvent =
  | { readonly type: 'power'; readonly on: boolean }
  | { readonly type: 'reset'; readonly by: 'button' | 'line' | 'loader' | 'application' | 'watchdog' }
  | { readonly type: 'loader'; readonly text: string }
  | { readonly type: 'application'; readonly text: string };

/** A board on the bench. Bytes go in and out with the rate at which they travel; everything else is a hand on the board. */
export interface SimulatedBoard {
  readonly chip: ChipName;
  readonly mac: string;
  /** Bytes from the host's TX, sent at the host's rate. */
  receive(bytes: Uint8Array, baudRate: number): void;
  /** Bytes to the host's RX, sent at the board's rate. Returns the unsubscriber. */
  onTransmit(listener: (bytes: Uint8Array, baudRate: number) => void): () => void;
  onEvent(listener: (event: BoardEvent) => void): () => void;
  /** A module comes up powered and running; true after false is a power cycle. */
  power(on: boolean): void;
  /** The reset button (CEN low, then high). */
  pressReset(): void;
  /** The host's modem lines, for boards with RTS on CEN. */
  setLines(lines: { readonly dtr?: boolean; readonly rts?: boolean }): void;
  /** A copy of the flash, as a SPI reader would take it. */
  flashImage(): Uint8Array;
  /** Ends all its timers. */
  dispose(): void;
}
