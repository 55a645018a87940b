import { useEffect } from 'react';

import { useApp, type AppPanel } from './app-store.js';
import { digitOf } from './view-ids.js';
import { VIEWS } from './views.js';

const PANELS: Readonly<Record<string, Exclude<AppPanel, 'none'>>> = { k: 'palette', '/': 'keys' };

/** Ctrl and a digit opens a view, Ctrl K and Ctrl / what lies over the page, whatever has the focus. */
export function useViewKeys(): void {
  const go = useApp((state) => state.go);
  const toggle = useApp((state) => state.toggle);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      const view = VIEWS.find(({ id }) => String(digitOf(id)) === event.key);
      const panel = PANELS[event.key.toLowerCase()];
      if (view !== undefined) go(view.id);
      else if (panel !== undefined) toggle(panel);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [go, toggle]);
}
