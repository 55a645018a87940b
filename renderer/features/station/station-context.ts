import { createContext, useContext } from 'react';
import { useStore } from 'zustand';

import type { StationSnapshot } from '../../../shared/contract/station.js';
import type { StationState, StationStore } from './station-store.js';

/** The store of the bridge this page talks to. */
export const StationContext = createContext<StationStore | null>(null);

function useStationStore(): StationStore {
  const store = useContext(StationContext);
  if (store === null) throw new Error('StationContext is missing above this component');
  return store;
}

/** A part of the station's state; the component renders again only when that part changes. */
export function useStation<T>(select: (state: StationState) => T): T {
  return useStore(useStationStore(), select);
}

/** A part of the core's snapshot, for components that are only shown once there is one. */
export function useSnapshot<T>(select: (snapshot: StationSnapshot) => T): T {
  return useStation(({ sync }) => {
    if (sync.snapshot === null) throw new Error('shown before the first snapshot');
    return select(sync.snapshot);
  });
}
