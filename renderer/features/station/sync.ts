import type { StationEvent, StationSnapshot } from '../../../shared/contract/station.js';
import { copier, type Copy, type CopyInput } from '../../components/sync.js';

/** Lines the view keeps; older ones fall out. The records keep everything. */
export const LOG_CAP = 1000;

/** The view's copy of the station. */
export type Sync = Copy<StationSnapshot, StationEvent>;
export type SyncInput = CopyInput<StationSnapshot, StationEvent>;

/** Applies one event that follows the snapshot. */
export function change(snapshot: StationSnapshot, event: StationEvent): StationSnapshot {
  const { seq } = event;
  switch (event.type) {
    case 'slot':
      return {
        ...snapshot,
        seq,
        slots: snapshot.slots.map((slot) => (slot.slot === event.slot.slot ? event.slot : slot)),
      };
    case 'log':
      return { ...snapshot, seq, log: [...snapshot.log, ...event.lines].slice(-LOG_CAP) };
    case 'station': {
      const { layout, mode, policies, token, order, counters, slots } = event;
      return { ...snapshot, seq, layout, mode, policies, token, order, counters, slots };
    }
  }
}

export const nextSync = copier(change, LOG_CAP);
