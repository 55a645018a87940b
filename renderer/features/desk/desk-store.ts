import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Bridge, EventPayload } from '../../../shared/contract/channels.js';
import { deskPerform, type DeskState as Who } from '../../../shared/contract/desk.js';
import type { PmsPerform } from '../../../shared/contract/pms/operations.js';
import { mayAct, type Role } from '../../../shared/contract/pms/roles.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { perBridge, useBridge } from '../../components/bridge-context.js';
import { FIRST_LOCATION, movedTo, type DeskLocation, type Places, type Section } from './places.js';

/** What the pages of the Desk share: who is at it, where they are, and how old what they have read is. */
export interface DeskViewState {
  /** Null while it is asked for the first time. */
  readonly who: Who | null;
  readonly error: CodedError | null;
  readonly location: DeskLocation;
  /** Counts what was changed from here: what was read before is read again. */
  readonly changes: number;
  readonly progress: EventPayload<'desk.progress'> | null;
  /** What was read last, by operation and request: shown until it is read again. */
  readonly kept: Map<string, unknown>;
  /** How far down each table is, px. */
  readonly scrolls: Map<string, number>;

  /** Listens and asks who is at it; returns what undoes it. */
  readonly connect: () => () => void;
  readonly load: () => Promise<void>;
  readonly open: (section: Section) => void;
  readonly move: <S extends Section>(section: S, change: Partial<Places[S]>) => void;
  readonly perform: PmsPerform;
  readonly changed: () => void;
}
type DeskStore = StoreApi<DeskViewState>;

const storeOf = perBridge((bridge: Bridge): DeskStore => {
  return createStore<DeskViewState>()((set, get) => ({
    who: null,
    error: null,
    location: FIRST_LOCATION,
    changes: 0,
    progress: null,
    kept: new Map(),
    scrolls: new Map(),

    connect: () => {
      const off = [
        bridge.on('desk.state', (who) => {
          // Another account sees other things.
          get().kept.clear();
          set({ who, changes: get().changes + 1 });
        }),
        bridge.on('desk.progress', (progress) => set({ progress })),
      ];
      void get().load();
      return () => off.forEach((undo) => undo());
    },
    load: async () => {
      try {
        set({ who: await bridge.call('desk.state'), error: null });
      } catch (thrown) {
        set({ error: asCodedError(thrown) });
      }
    },
    open: (section) => set({ location: { ...get().location, section } }),
    move: (section, change) => set({ location: movedTo(get().location, section, change) }),
    perform: deskPerform((channel, request) => bridge.call(channel, request)),
    changed: () => set({ changes: get().changes + 1, progress: null }),
  }));
});

export function useDesk<T>(select: (state: DeskViewState) => T): T {
  return useStore(storeOf(useBridge()), select);
}

/** Where a person is in one page, and how they go on. */
export function usePlace<S extends Section>(section: S): [Places[S], (change: Partial<Places[S]>) => void] {
  const place = useDesk((state) => state.location.places[section]);
  const move = useDesk((state) => state.move);
  return [place, (change) => move(section, change)];
}

/** True where whoever is at the desk may do what asks for a role. */
export function useMay(needed: Role): boolean {
  return useDesk(({ who }) => who?.me != null && mayAct(who.me.account.role, needed));
}
