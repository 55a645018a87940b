import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { AppInfo, Preferences } from '../../shared/contract/app.js';
import type { Bridge } from '../../shared/contract/channels.js';
import type { ViewId } from './view-ids.js';

export type AppPanel = 'none' | 'keys' | 'palette';

/** The frame of the page: what the program is, and how the operator likes it. */
export interface AppState {
  readonly view: ViewId;
  readonly go: (view: ViewId) => void;
  /** What lies over the page. */
  readonly panel: AppPanel;
  readonly toggle: (panel: Exclude<AppPanel, 'none'>) => void;
  readonly closePanel: () => void;
  readonly info: AppInfo | null;
  readonly preferences: Preferences;
  /** Shows at once; the core keeps it for the next start. */
  readonly prefer: (change: Partial<Preferences>) => void;
  readonly load: () => Promise<void>;
}
export type AppStore = StoreApi<AppState>;

const AT_FIRST: Preferences = { theme: 'system', language: 'en' };

/** @param bridge - its `app.info` and `preferences.*` are used. Where they fail the page goes on with defaults. */
export function createAppStore(bridge: Bridge): AppStore {
  return createStore<AppState>()((set, get) => ({
    view: 'station',
    go: (view) => set({ view, panel: 'none' }),
    panel: 'none',
    toggle: (panel) => set({ panel: get().panel === panel ? 'none' : panel }),
    closePanel: () => set({ panel: 'none' }),
    info: null,
    preferences: AT_FIRST,
    prefer: (change) => {
      set({ preferences: { ...get().preferences, ...change } });
      // A choice that could not be kept still holds for this window.
      bridge.call('preferences.set', change).catch(() => undefined);
    },
    load: async () => {
      const [info, preferences] = await Promise.allSettled([
        bridge.call('app.info'),
        bridge.call('preferences.get'),
      ]);
      if (info.status === 'fulfilled') set({ info: info.value });
      if (preferences.status === 'fulfilled') set({ preferences: preferences.value });
    },
  }));
}

export const AppContext = createContext<AppStore | null>(null);

export function useApp<T>(select: (state: AppState) => T): T {
  const store = useContext(AppContext);
  if (store === null) throw new Error('AppContext is missing above this component');
  return useStore(store, select);
}
