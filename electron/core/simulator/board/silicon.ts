import type { Clock } from '../../time/clock.js';
import type { BoardEvent } from '../api.js';
import type { ChipName } from '../image/map.js';
import type { NorFlash } from '../flash/nor.js';
import type { Timing } from '../timing.js';
import type { Uart } from '../wire/uart.js';

/** What a program on the chip can reach. */
export interface Silicon {
  readonly chip: ChipName;
  readonly clock: Clock;
  readonly uart: Uart;
  readonly flash: NorFlash;
  readonly timing: Timing;
  readonly random: () => number;
  /** Restarts the chip, from software. */
  reset(by: Extract<BoardEvent, { type: 'reset' }>['by']): void;
  /** The power goes, now; back after so many ms, null: when somebody switches it on. */
  losePower(backAfterMs: number | null): void;
  /** A line on UART2 (authorization §1.1); never a license. */
  log(line: string): void;
  /** One-time cells beside the flash, written at most once (authorization §2). */
  readonly otp: Map<string, string>;
  /** Tells the bench what happens; never a license. */
  note(type: 'loader' | 'application', text: string): void;
}
