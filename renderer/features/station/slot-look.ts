import type { PortInfo } from '../../../shared/contract/ports.js';
import type { SlotView, StationSnapshot } from '../../../shared/contract/station.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import { MODES } from '../../../shared/domain/stage.js';
import type { BandLook } from '../../components/StateBand.js';

/** What a tile says; the keys of `ui.tile.state`. */
export type Look = BandLook;

/** Why a slot cannot be run, or null where it can. */
export type Hindrance = 'noToken' | 'noPort' | 'noPorts' | 'noSerial' | 'running' | null;

export function isRunning(slot: SlotView): boolean {
  const { phase } = slot.state;
  return phase === 'waiting' || phase === 'working' || phase === 'asking' || phase === 'cancelling';
}

/** What stands between this slot and a run; a workstation that needs no token does without. */
export function hindranceOf(
  slot: SlotView,
  { token, mode, order }: Pick<StationSnapshot, 'token' | 'mode' | 'order'>,
  ports: readonly PortInfo[],
): Hindrance {
  if (isRunning(slot)) return 'running';
  if (token === null && MODES[mode].token === 'required') return 'noToken';
  if (slot.port === null) return ports.length === 0 ? 'noPorts' : 'noPort';
  if (slot.sn === null && asksSerial({ mode, order })) return 'noSerial';
  return null;
}

export function lookOf(slot: SlotView, hindrance: Hindrance): Look {
  switch (slot.state.phase) {
    case 'idle':
      return hindrance === null ? 'ready' : 'notReady';
    case 'waiting':
      return 'wait';
    case 'working':
      return 'work';
    case 'asking':
      return 'ask';
    case 'cancelling':
      return 'stopping';
    case 'succeeded':
      return 'pass';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'stopped';
  }
}

/** Seconds that a finished run took: by its record, else by its stages. Null while there is no run to speak of. */
export function secondsOf(slot: SlotView): number | null {
  const { state } = slot;
  if (state.phase === 'succeeded') return state.record.seconds;
  if (state.phase !== 'failed' && state.phase !== 'cancelled') return null;
  if (state.record !== null) return state.record.seconds;
  return slot.stages.length === 0 ? null : slot.stages.reduce((sum, stage) => sum + stage.seconds, 0);
}

/** True where the slot's port is a board inside Kiln, whose reset Kiln can press. */
export function isVirtual(slot: SlotView, ports: readonly PortInfo[]): boolean {
  return ports.some((port) => port.path === slot.port && port.kind === 'virtual');
}
