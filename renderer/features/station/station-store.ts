import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Bridge } from '../../../shared/contract/channels.js';
import type { PortInfo } from '../../../shared/contract/ports.js';
import type { Layout, SlotSelection, SlotSettings } from '../../../shared/contract/station.js';
import type { Remedy } from '../../../shared/errors/remedies.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import type { RunMode } from '../../../shared/domain/stage.js';
import { asCodedError } from '../../app/bridge.js';
import { EMPTY_COPY, feeder } from '../../components/sync.js';
import { nextSync, type Sync } from './sync.js';

export type Panel = 'none' | 'why';

/** All that the Station view shows. Everything but the view's own business comes from the core. */
export interface StationState {
  readonly sync: Sync;
  readonly ports: readonly PortInfo[];
  /** 1-based; what F1, F6 and Escape mean. */
  readonly focusedSlot: number;
  /** A call that the core refused, until it is dismissed. */
  readonly notice: CodedError | null;
  readonly tokenError: CodedError | null;
  readonly tokenBusy: boolean;
  readonly logOpen: boolean;
  readonly logSlot: number | null;
  readonly panel: Panel;

  /** Listens and reads everything; returns what undoes it. */
  readonly connect: () => () => void;
  readonly reload: () => void;
  /** @returns true where the core took the token. */
  readonly confirmToken: (token: string) => Promise<boolean>;
  /** Works on a work order, as a station of its line (null: the first). @returns true where the core took it. */
  readonly confirmOrder: (code: string, station: string | null) => Promise<boolean>;
  readonly clearTokenError: () => void;
  readonly setLayout: (layout: Layout) => Promise<void>;
  /** @returns true where the core took it. */
  readonly setMode: (mode: RunMode) => Promise<boolean>;
  readonly setSlot: (settings: SlotSettings) => Promise<void>;
  /** `held`: the button was held, as a workstation that destroys asks for. */
  readonly run: (slots: SlotSelection, held?: boolean) => Promise<void>;
  readonly answer: (slot: number, yes: boolean) => Promise<void>;
  /** Does the remedy of a slot's failure; those that lead to a field are the view's. */
  readonly remedy: (slot: number, action: Remedy) => Promise<void>;
  /** Verifies the token that was refused, then confirms it again. */
  readonly verifyToken: (token: string) => Promise<boolean>;
  readonly stop: (slots: SlotSelection) => Promise<void>;
  readonly pressReset: (path: string) => Promise<void>;
  readonly focus: (slot: number) => void;
  readonly dismiss: () => void;
  readonly toggleLog: () => void;
  readonly showLogOf: (slot: number | null) => void;
  readonly toggle: (panel: Exclude<Panel, 'none'>) => void;
  readonly closePanel: () => void;
}
export type StationStore = StoreApi<StationState>;

/** Makes the store of one bridge. */
export function createStationStore(bridge: Bridge): StationStore {
  return createStore<StationState>()((set, get) => {
    const feed = feeder({
      next: nextSync,
      get: () => get().sync,
      set: (sync) => set({ sync }),
      ask: () => bridge.call('station.snapshot'),
      coded: asCodedError,
    });
    /** Runs a call; a refusal becomes the notice. */
    const attempt = async (call: Promise<unknown>): Promise<boolean> => {
      try {
        await call;
        set({ notice: null });
        return true;
      } catch (thrown) {
        set({ notice: asCodedError(thrown) });
        return false;
      }
    };

    /** As `attempt`, for what is typed into the token's row: it says itself why it was refused. */
    const accept = async (call: Promise<unknown>): Promise<boolean> => {
      set({ tokenBusy: true, tokenError: null });
      try {
        await call;
        set({ tokenBusy: false });
        return true;
      } catch (thrown) {
        set({ tokenBusy: false, tokenError: asCodedError(thrown) });
        return false;
      }
    };

    return {
      sync: EMPTY_COPY,
      ports: [],
      focusedSlot: 1,
      notice: null,
      tokenError: null,
      tokenBusy: false,
      logOpen: false,
      logSlot: null,
      panel: 'none',

      connect: () => {
        const off = [
          bridge.on('station.event', (event) => feed({ type: 'event', event })),
          bridge.on('ports.changed', (ports) => set({ ports })),
        ];
        feed({ type: 'start' });
        bridge.call('ports.list').then(
          (ports) => set({ ports }),
          (thrown: unknown) => set({ notice: asCodedError(thrown) }),
        );
        return () => off.forEach((undo) => undo());
      },
      reload: () => feed({ type: 'start' }),
      confirmToken: (token) => accept(bridge.call('station.token', { token })),
      confirmOrder: (code, station) => accept(bridge.call('station.order', { code, station })),
      clearTokenError: () => set({ tokenError: null }),
      setLayout: async (layout) => {
        if (await attempt(bridge.call('station.layout', layout)))
          set({ focusedSlot: Math.min(get().focusedSlot, layout.rows * layout.columns) });
      },
      setMode: (mode) => attempt(bridge.call('station.mode', { mode })),
      setSlot: async (settings) => void (await attempt(bridge.call('station.slot', settings))),
      run: async (slots, held = false) =>
        void (await attempt(bridge.call('station.run', held ? { slots, held } : { slots }))),
      answer: async (slot, yes) => void (await attempt(bridge.call('station.answer', { slot, yes }))),
      remedy: async (slot, action) => void (await attempt(bridge.call('station.remedy', { slot, action }))),
      verifyToken: async (token) => {
        set({ tokenBusy: true });
        try {
          await bridge.call('station.remedy', { slot: null, action: 'verify-code', token });
        } catch (thrown) {
          set({ tokenBusy: false, tokenError: asCodedError(thrown) });
          return false;
        }
        return get().confirmToken(token);
      },
      stop: async (slots) => void (await attempt(bridge.call('station.stop', { slots }))),
      pressReset: async (path) => void (await attempt(bridge.call('virtual.reset', { path }))),
      focus: (focusedSlot) => set({ focusedSlot }),
      dismiss: () => set({ notice: null }),
      toggleLog: () => set({ logOpen: !get().logOpen }),
      showLogOf: (logSlot) => set({ logSlot }),
      toggle: (panel) => set({ panel: get().panel === panel ? 'none' : panel }),
      closePanel: () => set({ panel: 'none' }),
    };
  });
}
