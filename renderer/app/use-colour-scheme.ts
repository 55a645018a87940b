import { useSyncExternalStore } from 'react';

import type { Preferences } from '../../shared/contract/app.js';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** `system` follows the system while the page is open. */
export function useColourScheme(theme: Preferences['theme']): 'dark' | 'light' {
  const systemDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  if (theme !== 'system') return theme;
  return systemDark ? 'dark' : 'light';
}
