import type { PmsOperationName, PmsReply, PmsRequest } from '../../../shared/contract/pms/operations.js';
import type { WorkOrder } from '../../../shared/contract/pms/work-orders.js';

/** A station of a work order's craft line. */
export interface LinePlace {
  readonly code: string;
  readonly station: string;
}

/** A board on a line: by its MAC, its serial number, or both. */
export interface LineUnit extends LinePlace {
  readonly mac: string | null;
  readonly sn: string | null;
}

/** What a station asks of work orders (authorization §4.1). A run by token alone asks nothing of it. */
export interface Line {
  /** @throws KilnError DESK_UNKNOWN */
  order(code: string): Promise<WorkOrder>;
  /** In full. @throws KilnError WORK_ORDER_CLOSED, ORDER_NO_TOKEN, NO_DATA_PERMISSION */
  token(code: string): Promise<string>;
  /**
   * Whether the board may be worked on here; `passedHere`: it has passed before.
   * @throws KilnError STATION_SKIPPED {station, missing, name}, WORK_ORDER_CLOSED, WORK_ORDER_FULL, UNIT_MISMATCH
   */
  check(unit: LineUnit): Promise<{ readonly passedHere: boolean }>;
  /** How it went; the same run again is the same note. @throws as check */
  commit(unit: LineUnit, result: { readonly passed: boolean; readonly runId: string }): Promise<void>;
}

type CommitRequest = Readonly<Record<string, unknown>>;

/** Where the work orders are: the books of this PC, or a server. */
export interface LineDoor {
  perform(operation: PmsOperationName, request: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Keeps a result until the server has it; left out where the books are always there. */
  readonly later?: (request: CommitRequest) => Promise<void>;
  /** Sends what was kept, as far as the server is there. */
  readonly flush?: () => Promise<void>;
}

const named = ({ code, station, mac, sn }: LineUnit) => ({
  code,
  station,
  ...(mac === null ? {} : { mac }),
  ...(sn === null ? {} : { sn }),
});

/** The line behind a door. @param door - asked anew for every call: the choice of books may change */
export function lineOf(door: () => LineDoor): Line {
  const ask = async <N extends PmsOperationName>(name: N, request: Partial<PmsRequest<N>>) =>
    (await door().perform(name, request)) as PmsReply<N>;
  return {
    order: (code) => ask('workOrder.get', { code }),
    token: async (code) => (await ask('workOrder.token', { code })).token,
    async check(unit) {
      // What this station said of the same board before comes first.
      await door().flush?.();
      return ask('workOrder.check', named(unit));
    },
    async commit(unit, { passed, runId }) {
      const request = { ...named(unit), passed, runId };
      const { later } = door();
      if (later === undefined) await ask('workOrder.commit', request);
      else await later(request);
    },
  };
}
