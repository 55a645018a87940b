import type { Fingerprint } from '../image/descriptor.js';

/** What goes wrong in an application. Replies are counted from 1 over the board's whole life, those to 00 left out. */
export interface ApplicationFaults {
  /** 07: `refused` answers false; `altered` and `lost` answer true and store something else, or nothing. */
  readonly licenseWrite?: 'refused' | 'altered' | 'lost';
  /** 12 answers true and keeps what was there. */
  readonly country?: 'ignored';
  /** These replies are never sent; the command is done all the same. */
  readonly dropReplies?: readonly number[];
  /** The first reply to this command is never sent. */
  readonly dropFirstReplyTo?: number;
  /** These replies leave with a wrong sum. */
  readonly damageReplies?: readonly number[];
  /** Replies, all or those to `command`, leave so much later; the module is busy meanwhile. */
  readonly late?: { readonly ms: number; readonly command?: number };
  /** 0A: `silent` reboots without a reply, `ignored` does neither. */
  readonly reset?: 'silent' | 'ignored';
  /** 06: `none` answers false, `silent` nothing, else another name than the image has. */
  readonly fingerprint?: 'none' | 'silent' | Fingerprint;
  /** A second reply to 00 follows the first one (authorization §0.1.9), so many ms later. */
  readonly extraEnterReplyMs?: number;
  readonly powerLoss?: PowerLoss;
}

/** Once in the board's life the power goes in the middle of a command's flash work. */
export interface PowerLoss {
  readonly command: number;
  /** Erases and page programs that are still done; the next one is torn. One sector takes 17. */
  readonly after: number;
  /** When the power is back; null: when somebody switches it on. */
  readonly backAfterMs: number | null;
}

/** Thrown through the running command when the power is gone. */
export class PowerLost extends Error {}

export interface ReplyFate {
  readonly sent: boolean;
  readonly sound: boolean;
}

/** Which faults have struck already. Lives as long as the board, over resets. */
export class FaultMemory {
  readonly faults: ApplicationFaults;
  #replies = 0;
  #droppedFirst = false;
  #powerLost = false;

  constructor(faults: ApplicationFaults = {}) {
    this.faults = faults;
  }

  /** What becomes of the next reply, which is one to `command`. */
  fate(command: number): ReplyFate {
    const { dropReplies = [], dropFirstReplyTo, damageReplies = [] } = this.faults;
    const counted = command !== 0x00;
    if (counted) this.#replies++;
    const first = command === dropFirstReplyTo && !this.#droppedFirst;
    if (first) this.#droppedFirst = true;
    return {
      sent: !first && !(counted && dropReplies.includes(this.#replies)),
      sound: !(counted && damageReplies.includes(this.#replies)),
    };
  }

  /** Milliseconds that the reply to `command` is late. */
  lateness(command: number): number {
    const { late } = this.faults;
    return late && (late.command === undefined || late.command === command) ? late.ms : 0;
  }

  /** The loss that strikes in `command`, once. */
  powerLossIn(command: number): PowerLoss | null {
    const { powerLoss } = this.faults;
    if (powerLoss?.command !== command || this.#powerLost) return null;
    this.#powerLost = true;
    return powerLoss;
  }
}
