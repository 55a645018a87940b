import { useApp } from '../../app/app-store.js';
import type { PortInfo } from '../../../shared/contract/ports.js';
import type { SlotView, StationSnapshot } from '../../../shared/contract/station.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import { MODES, type RunMode } from '../../../shared/domain/stage.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { nextAction, type NextAction } from './next-action.js';
import type { Done } from '../../components/stage-weights.js';
import { overallPercent, secondsLeft, type Load } from './progress.js';
import { hindranceOf, isVirtual, lookOf, type Hindrance, type Look } from './slot-look.js';
import { useSnapshot, useStation } from './station-context.js';

/** The next action of the whole view, as `do` or `do:slot`, so that it compares by value. */
export function useNextAction(): string {
  const demoToken = useApp(({ info }) => info?.demoToken ?? null);
  return useStation(({ sync, ports, focusedSlot }) => {
    if (sync.snapshot === null) return 'none';
    const next: NextAction = nextAction({ station: sync.snapshot, ports, focusedSlot, demoToken });
    return 'slot' in next ? `${next.do}:${next.slot}` : next.do;
  });
}

/** Everything a tile shows, derived from its slot. */
export interface TileModel {
  readonly slot: SlotView;
  readonly token: TokenInfo | null;
  /** What the slot works as; a remedy may be something else than the station. */
  readonly mode: RunMode;
  /** Its boards say their serial numbers. */
  readonly asksSerial: boolean;
  /** Its Run button is held, not pressed. */
  readonly held: boolean;
  readonly look: Look;
  readonly hindrance: Hindrance;
  readonly virtual: boolean;
  readonly port: PortInfo | null;
  /** 0..99 while working. */
  readonly percent: number;
  /** What the active stage counts, null where it counts nothing. */
  readonly progress: Done | null;
  readonly secondsLeft: number;
}

export function tileModel(
  slot: SlotView,
  station: Pick<StationSnapshot, 'token' | 'mode' | 'order'>,
  ports: readonly PortInfo[],
): TileModel {
  const { token } = station;
  const mode = slot.mode ?? station.mode;
  const hindrance = hindranceOf(slot, station, ports);
  const progress = slot.state.phase === 'working' ? slot.state : null;
  const load: Load = {
    bytes: MODES[mode].burns ? (token?.firmware.file?.bytes ?? 0) : 0,
    baudRate: slot.board.baudRate ?? slot.baudRate,
  };
  return {
    slot,
    token,
    mode,
    asksSerial: asksSerial(station),
    held: MODES[station.mode].held,
    look: lookOf(slot, hindrance),
    hindrance,
    virtual: isVirtual(slot, ports),
    port: ports.find((port) => port.path === slot.port) ?? null,
    percent: overallPercent(slot.stages, progress, load),
    progress,
    secondsLeft: secondsLeft(slot.stages, progress, { ...load, speed: slot.board.speed }),
  };
}

/** @param number - 1-based slot. Undefined while a smaller layout is on its way. */
export function useTile(number: number): TileModel | undefined {
  const slot = useSnapshot(({ slots }) => slots.find((candidate) => candidate.slot === number));
  const token = useSnapshot((snapshot) => snapshot.token);
  const mode = useSnapshot((snapshot) => snapshot.mode);
  const order = useSnapshot((snapshot) => snapshot.order);
  const ports = useStation((state) => state.ports);
  return slot && tileModel(slot, { token, mode, order }, ports);
}
