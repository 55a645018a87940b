import { useEffect } from 'react';

import { digitOf, type ViewId } from './view-ids.js';
import { VIEWS } from './views.js';

/** Ctrl and a digit opens a view, whatever has the focus. */
export function useViewKeys(go: (view: ViewId) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      const view = VIEWS.find(({ id }) => String(digitOf(id)) === event.key);
      if (view === undefined) return;
      event.preventDefault();
      go(view.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [go]);
}
