import { createStore, useStore, type StoreApi } from 'zustand';

import type { Bridge } from '../../../shared/contract/channels.js';
import type { RecordsDay } from '../../../shared/contract/records-view.js';
import type { RunRecord } from '../../../shared/contract/records.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { perBridge, useBridge } from '../../components/bridge-context.js';
import { NO_FILTER, shiftDay, type Filter } from './figures.js';

/** Boards end every few seconds: the day is read again at most this often. */
const PAUSE_MS = 1000;

export interface RecordsState {
  /** Null while it is read for the first time. */
  readonly day: RecordsDay | null;
  readonly error: CodedError | null;
  readonly filter: Filter;
  readonly open: RunRecord | null;
  readonly exported: { readonly path: string; readonly runs: number } | null;

  /** Reads the day that is shown and follows the station; returns what undoes it. */
  readonly connect: () => () => void;
  readonly load: (day?: string | null) => Promise<void>;
  readonly turn: (days: number) => void;
  readonly narrow: (filter: Partial<Filter>) => void;
  readonly show: (runId: string) => Promise<void>;
  readonly close: () => void;
  readonly exportDay: () => Promise<void>;
}
type RecordsStore = StoreApi<RecordsState>;

const storeOf = perBridge((bridge: Bridge): RecordsStore => {
  /** The day chosen by the operator; null: today, also when midnight passes. */
  let chosen: string | null = null;
  return createStore<RecordsState>()((set, get) => ({
    day: null,
    error: null,
    filter: NO_FILTER,
    open: null,
    exported: null,

    connect: () => {
      let timer: ReturnType<typeof setTimeout> | null = null;
      void get().load();
      const off = bridge.on('station.event', (event) => {
        if (event.type !== 'station' || timer !== null) return;
        timer = setTimeout(() => {
          timer = null;
          void get().load();
        }, PAUSE_MS);
      });
      return () => {
        off();
        if (timer !== null) clearTimeout(timer);
      };
    },
    load: async (day = chosen) => {
      chosen = day;
      try {
        const read = await bridge.call('records.day', { day });
        // The operator may have gone on while this was read.
        if (chosen === day) set({ day: read, error: null });
      } catch (thrown) {
        set({ error: asCodedError(thrown) });
      }
    },
    turn: (days) => {
      const shown = get().day?.day;
      if (shown !== undefined) void get().load(days === 0 ? null : shiftDay(shown, days));
    },
    narrow: (change) => set({ filter: { ...get().filter, ...change } }),
    show: async (runId) => {
      try {
        set({ open: await bridge.call('records.run', { runId }) });
      } catch (thrown) {
        set({ error: asCodedError(thrown) });
      }
    },
    close: () => set({ open: null }),
    exportDay: async () => {
      const day = get().day?.day;
      if (day === undefined) return;
      try {
        set({ exported: await bridge.call('records.export', { from: day, to: day }), error: null });
      } catch (thrown) {
        set({ error: asCodedError(thrown) });
      }
    },
  }));
});

export function useRecords<T>(select: (state: RecordsState) => T): T {
  return useStore(storeOf(useBridge()), select);
}
