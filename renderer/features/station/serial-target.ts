import type { PortInfo } from '../../../shared/contract/ports.js';
import type { SlotView, StationSnapshot } from '../../../shared/contract/station.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import { hindranceOf } from './slot-look.js';

interface Scene {
  readonly station: Pick<StationSnapshot, 'slots' | 'token' | 'mode' | 'order'>;
  readonly ports: readonly PortInfo[];
  /** The selected slot: it comes first. */
  readonly from: number;
  /** Has got its number just now, whatever the snapshot says yet. */
  readonly filled?: number | undefined;
}

/** Its board has failed or was stopped: the next label may be that of another board. */
const isOver = ({ state }: SlotView): boolean => state.phase === 'failed' || state.phase === 'cancelled';

/**
 * The slot that the next label is for: the selected one, then the one after it that has no number, then one whose board
 * is over. Null where none waits: a number that stands there is replaced in its own field alone.
 */
export function serialTarget({ station, ports, from, filled }: Scene): number | null {
  if (!asksSerial(station)) return null;
  const open = station.slots.filter((slot) => {
    const hindrance = hindranceOf(slot, station, ports);
    return slot.slot !== filled && (hindrance === 'noSerial' || (hindrance === null && isOver(slot)));
  });
  const inTurn = [...open.filter(({ slot }) => slot >= from), ...open.filter(({ slot }) => slot < from)];
  const selected = inTurn.find(({ slot }) => slot === from);
  const chosen = selected ?? inTurn.find(({ sn }) => sn === null) ?? inTurn[0];
  return chosen?.slot ?? null;
}
