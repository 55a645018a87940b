import { createContext, useContext } from 'react';

import type { Bridge } from '../../shared/contract/channels.js';

export const BridgeContext = createContext<Bridge | null>(null);

/** The bridge of this page. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('BridgeContext is missing above this component');
  return bridge;
}

/**
 * What a feature keeps for a page: made once a bridge, so that it is still there when the operator comes back to the
 * view.
 */
export function perBridge<T>(make: (bridge: Bridge) => T): (bridge: Bridge) => T {
  const made = new WeakMap<Bridge, { readonly value: T }>();
  return (bridge) => {
    const known = made.get(bridge);
    if (known !== undefined) return known.value;
    const value = make(bridge);
    made.set(bridge, { value });
    return value;
  };
}
