import type { PortInfo } from '../../../shared/contract/ports.js';
import type { SlotView, StationSnapshot } from '../../../shared/contract/station.js';
import { MODES } from '../../../shared/domain/stage.js';
import { ownRemedy } from './remedy.js';
import { serialTarget } from './serial-target.js';
import { hindranceOf, isRunning, isVirtual } from './slot-look.js';

/** The one thing to do next; it alone is ember. `none`: the station works, or waits for hands on a real board. */
export type NextAction =
  | { readonly do: 'token' | 'demo-token' | 'run-all' | 'none' }
  | { readonly do: 'reset' | 'run-again' | 'remedy' | 'serial'; readonly slot: number };

interface Scene {
  readonly station: Pick<StationSnapshot, 'slots' | 'token' | 'mode' | 'order'>;
  readonly ports: readonly PortInfo[];
  readonly focusedSlot: number;
  readonly demoToken: string | null;
}

/** Chooses the next action: what stands still for want of a hand comes before what could be started. */
export function nextAction({ station, ports, focusedSlot, demoToken }: Scene): NextAction {
  if (station.token === null && MODES[station.mode].token === 'required')
    return { do: demoToken === null ? 'token' : 'demo-token' };
  const first = (wanted: (slot: SlotView) => boolean): SlotView | undefined =>
    station.slots.find((slot) => slot.slot === focusedSlot && wanted(slot)) ?? station.slots.find(wanted);

  const waiting = first((slot) => slot.state.phase === 'waiting' && isVirtual(slot, ports));
  if (waiting) return { do: 'reset', slot: waiting.slot };
  const runnable = (slot: SlotView): boolean => hindranceOf(slot, station, ports) === null;
  const mendable = first((slot) => ownRemedy(slot) !== null);
  if (mendable) return { do: 'remedy', slot: mendable.slot };
  // Holding a button for a second is not something to be hurried into.
  if (MODES[station.mode].held) return { do: 'none' };
  const unread = serialTarget({ station, ports, from: focusedSlot });
  if (station.slots.some(({ slot, sn }) => slot === unread && sn === null) && unread !== null)
    return { do: 'serial', slot: unread };
  const failed = first((slot) => slot.state.phase === 'failed' && runnable(slot));
  if (failed) return { do: 'run-again', slot: failed.slot };
  const idle = first(runnable);
  if (!idle) return { do: 'none' };
  return station.slots.some(isRunning) ? { do: 'run-again', slot: idle.slot } : { do: 'run-all' };
}
