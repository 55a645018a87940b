import type { RunRecord } from '../../../shared/contract/records.js';
import type { BoardView, SlotPhase } from '../../../shared/contract/station.js';
import type { ChipChoice } from '../../../shared/domain/chip.js';
import type { StationPolicies } from '../../../shared/contract/policies.js';
import type { Question } from '../../../shared/contract/station.js';
import type { RunMode, StageId } from '../../../shared/domain/stage.js';
import type { Backups } from '../inspect/api.js';
import type { Line, LinePlace } from '../pms/line.js';
import type { Pms } from '../pms/pms.js';
import type { PortHub } from '../serial/port-hub.js';
import type { Clock } from '../time/clock.js';
import type { MacPool } from './mac-pool.js';

/** What one run needs to know; everything else is in the token. */
export interface JobRequest {
  readonly mode: RunMode;
  /** Null only where the mode needs none. */
  readonly token: string | null;
  /** Path of the port, or a link to it. */
  readonly port: string;
  readonly baudRate: number;
  readonly chip: ChipChoice;
  /** Who takes the port, in words for the next one who wants it, e.g. `slot 2`. */
  readonly holder: string;
  /** How long to wait for the reset. @default 60000 */
  readonly captureMs?: number;
  /** How long to wait for the production test. @default 30000 */
  readonly enterMs?: number;
  /** @default SAFE_POLICIES */
  readonly policies?: StationPolicies;
  /** What to test where there is no token to say it. @default pins alone */
  readonly tests?: StationTests;
  /** The MAC that passed last on this channel at this workstation; the same again is a stack-up (authorization §4.3). */
  readonly lastMac?: string | null;
  /** The work order and the station of its line this run is of; null: by token alone. */
  readonly workOrder?: LinePlace | null;
  /** Serial number of the board, as it was scanned. */
  readonly sn?: string | null;
  /** Somebody has said that what this mode destroys may go. @default false */
  readonly confirmed?: boolean;
}

/** Tests of a workstation that works without a token. */
export interface StationTests {
  readonly rssi: { readonly ssid: string; readonly min: number } | null;
  readonly gpio: boolean;
}

export type Seen = Extract<SlotPhase, { phase: 'waiting' }>['seen'];

export type JobEvent =
  | { readonly type: 'stage'; readonly stage: StageId }
  /** A stage that this run has no need of. */
  | { readonly type: 'skipped'; readonly stage: StageId }
  /** The operator must reset the board. `deadlineAt`: epoch ms. */
  | { readonly type: 'waiting'; readonly stage: StageId; readonly deadlineAt: number; readonly seen: Seen }
  /** The operator is asked; `null`: has answered. */
  | { readonly type: 'asking'; readonly question: Question | null }
  /** Bytes of the stage in hand. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly address: number }
  | { readonly type: 'board'; readonly facts: Partial<BoardView> }
  | {
      readonly type: 'note';
      readonly level: 'info' | 'warning' | 'error';
      readonly key: string;
      readonly data: Readonly<Record<string, string | number>>;
    };

export interface JobDeps {
  readonly clock: Clock;
  readonly pms: Pms;
  /** Work orders; left out where no run is of one. */
  readonly line?: Line;
  readonly ports: PortHub;
  /** Where a board's data go before a repair takes them from it. */
  readonly backups: Backups;
  /** Addresses this station may give to boards. */
  readonly macs: MacPool;
  /** A fresh, unique id for every run. */
  readonly newRunId: () => string;
}

export interface JobHooks {
  readonly signal: AbortSignal;
  readonly onEvent: (event: JobEvent) => void;
  /** Asks the operator; true: yes. Rejects with the signal's reason. Left out where nobody can be asked: that is a no. */
  readonly ask?: (question: Question) => Promise<boolean>;
}

/** A record while it is being filled in. */
export type RecordDraft = { -readonly [K in keyof RunRecord]: RunRecord[K] };
