import type { Link } from './link.js';

/** CEN low for at least 100 ms; the boot window opens when it is let go (protocol §9). */
const PULSE_MS = 200;
/** The page's cycle: reset at t = 0 and then every 3 s. */
export const RESET_EVERY_MS = 3000;

/**
 * RTS wired to the chip's reset, as on the usual fixture: asserted = pin low = chip held in reset (protocol §9). Every
 * second pulse takes DTR along, for fixtures that have the reset there or on both; where a transistor pair wants them to
 * differ, the pulses between do it.
 */
export class ResetLine {
  #releaseAt: number | null = null;
  #pulses = 0;
  #present = true;

  constructor(private readonly link: Link) {}

  /** Begins a pulse. Where the port has no lines, it is not asked again. */
  async press(now: number): Promise<void> {
    if (!this.#present) return;
    const dtr = this.#pulses % 2 === 1;
    this.#pulses += 1;
    this.#present = await this.link.setLines({ dtr, rts: true });
    if (this.#present) this.#releaseAt = now + PULSE_MS;
  }

  /** Ends the pulse when its time has come. */
  async tick(now: number): Promise<void> {
    if (this.#releaseAt === null || now < this.#releaseAt) return;
    await this.release();
  }

  /** Never leaves a board held in reset. A port that is gone needs no release. */
  async release(): Promise<void> {
    if (this.#releaseAt === null) return;
    this.#releaseAt = null;
    await this.link.setLines({ dtr: false, rts: false }).catch(() => false);
  }
}
