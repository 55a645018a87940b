import type { PmsPerform } from '../../../shared/contract/pms/operations.js';
import type { WorkOrder } from '../../../shared/contract/pms/work-orders.js';

/** A station of a work order's craft line, by its code. */
export interface LinePlace {
  readonly code: string;
  readonly station: string;
}

/** A unit on the line: by its MAC (Kiln's form, shared/domain/mac), its serial number, or both, which ties them together. */
export interface LineUnit {
  readonly mac: string | null;
  readonly sn: string | null;
}

/** What came of a unit at a station. */
export interface LineNote extends LinePlace, LineUnit {
  readonly passed: boolean;
  readonly runId: string;
}

/**
 * The flow of boards between the stations of a work order (authorization §4.1, §6.1 flow), as a station needs it. Beside
 * Pms, since a run by token alone has nothing to do with it.
 */
export interface Line {
  /** @throws DESK_UNKNOWN */
  order(code: string): Promise<WorkOrder>;
  /** The token that the stations of an order run with. @throws WORK_ORDER_CLOSED, ORDER_NO_TOKEN, NO_DATA_PERMISSION */
  token(code: string): Promise<string>;
  /**
   * Whether a unit may be worked on here.
   * @throws STATION_SKIPPED {station, missing, name}, WORK_ORDER_CLOSED, WORK_ORDER_FULL, UNIT_MISMATCH, DESK_UNKNOWN
   */
  check(at: LinePlace & LineUnit): Promise<{ readonly passedHere: boolean }>;
  /** Notes what came of a unit; the same run again is the same note. @throws as check */
  commit(note: LineNote): Promise<void>;
}

/** As the operations take it: what is not known is left out. */
export function unitFields({ mac, sn }: LineUnit): { mac?: string; sn?: string } {
  return { ...(mac === null ? {} : { mac }), ...(sn === null ? {} : { sn }) };
}

/** The request of a note. */
export function noteRequest(note: LineNote) {
  const { code, station, passed, runId } = note;
  return { code, station, passed, runId, ...unitFields(note) };
}

/** The flow by the operations of a PMS: the rules themselves, or the wire to them. */
export function lineOver(perform: PmsPerform): Line {
  return {
    order: (code) => perform('workOrder.get', { code }),
    token: async (code) => (await perform('workOrder.token', { code })).token,
    check: ({ code, station, ...unit }) => perform('workOrder.check', { code, station, ...unitFields(unit) }),
    commit: async (note) => {
      await perform('workOrder.commit', noteRequest(note));
    },
  };
}
