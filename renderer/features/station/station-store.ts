import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Bridge } from '../../../shared/contract/channels.js';
import type { PortInfo } from '../../../shared/contract/ports.js';
import type { Layout, SlotSelection, SlotSettings } from '../../../shared/contract/station.js';
import type { Remedy } from '../../../shared/errors/remedies.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import type { RunMode } from '../../../shared/domain/stage.js';
import { asCodedError } from '../../app/bridge.js';
import { EMPTY_COPY, feeder } from '../../components/sync.js';
import { serialTarget } from './serial-target.js';
import { isRunning } from './slot-look.js';
import { nextSync, type Sync } from './sync.js';

export type Panel = 'none' | 'why';

/** A serial number on its way into a slot: as typed, and why the core would not have it. */
export interface SerialDraft {
  readonly text: string;
  readonly error: CodedError | null;
}

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
  /** What was typed and is not taken yet, by slot. */
  readonly serials: Readonly<Partial<Record<number, SerialDraft>>>;
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
  /** Whether the boards of the order say their serial numbers. */
  readonly setSerials: (serials: boolean) => Promise<void>;
  /** Keeps what is being typed; null forgets it, and the slot's own number stands again. */
  readonly typeSerial: (slot: number, text: string | null) => void;
  /** Gives a slot the number of its next board; an empty text takes it away. @returns true where the core took it */
  readonly confirmSerial: (slot: number, text: string) => Promise<boolean>;
  /** The slot that the next label is for, from a slot on; `filled` has got its own just now. */
  readonly serialTarget: (from: number, filled?: number) => number | null;
  /** A number that was scanned while no field had the focus. @returns the slot it was for, null where none waits */
  readonly scanSerial: (text: string, from: number) => Promise<{ slot: number; taken: boolean } | null>;
  /** What is still being typed comes first. `held`: the button was held, as a workstation that destroys asks for. */
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

    const keepSerial = (slot: number, draft: SerialDraft | undefined): void =>
      set(({ serials }) => ({ serials: { ...serials, [slot]: draft } }));

    /** What is being typed for these slots, in fields that are there and can be changed. */
    const draftsFor = (chosen: SlotSelection): { readonly slot: number; readonly text: string }[] => {
      const { sync, serials } = get();
      if (sync.snapshot === null || !asksSerial(sync.snapshot)) return [];
      return sync.snapshot.slots.flatMap((view) => {
        const draft = serials[view.slot];
        const isChosen = chosen === 'all' || chosen.includes(view.slot);
        return draft === undefined || !isChosen || isRunning(view)
          ? []
          : [{ slot: view.slot, text: draft.text }];
      });
    };

    return {
      sync: EMPTY_COPY,
      ports: [],
      focusedSlot: 1,
      notice: null,
      tokenError: null,
      tokenBusy: false,
      serials: {},
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
      setSerials: async (serials) => void (await attempt(bridge.call('station.serials', { serials }))),
      typeSerial: (slot, text) => keepSerial(slot, text === null ? undefined : { text, error: null }),
      confirmSerial: async (slot, text) => {
        const sn = text.trim() === '' ? null : text;
        const stands = get().sync.snapshot?.slots.find((one) => one.slot === slot)?.sn ?? null;
        if (sn === null && stands === null) {
          keepSerial(slot, undefined);
          return false;
        }
        keepSerial(slot, { text, error: null });
        try {
          await bridge.call('station.slot', { slot, sn });
        } catch (thrown) {
          keepSerial(slot, { text, error: asCodedError(thrown) });
          return false;
        }
        // What was typed while the core was asked stays.
        if (get().serials[slot]?.text === text) keepSerial(slot, undefined);
        return true;
      },
      serialTarget: (from, filled) => {
        const { sync, ports } = get();
        return sync.snapshot === null ? null : serialTarget({ station: sync.snapshot, ports, from, filled });
      },
      scanSerial: async (text, from) => {
        const slot = get().serialTarget(from);
        if (slot === null) {
          set({ notice: { code: 'SERIAL_NO_SLOT', data: { sn: text } } });
          return null;
        }
        return { slot, taken: await get().confirmSerial(slot, text) };
      },
      run: async (slots, held = false) => {
        for (const { slot, text } of draftsFor(slots)) {
          // Why it was refused stands beside its field; the board is not run under another number.
          if (!(await get().confirmSerial(slot, text)) && text.trim() !== '') return;
        }
        await attempt(bridge.call('station.run', held ? { slots, held } : { slots }));
      },
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
