import { useEffect } from 'react';

import { useApp } from '../../app/app-store.js';
import { useInspect } from './inspect-store.js';

/** Keys of the view. Letters take Alt: a scanner types bare ones. */
export function useInspectKeys(): void {
  const go = useApp((state) => state.go);
  const { report, work, read, stop, ask, backup, authorize, reveal, toggleLog } = useInspect(
    (state) => state,
  );
  useEffect(() => {
    const plan = (repair: 'unlock' | 'wipe') => report?.repairs.find((known) => known.repair === repair);
    const withAlt: Readonly<Record<string, () => void>> = {
      u: () => plan('unlock')?.possible === true && plan('unlock')?.way !== 'open' && ask('unlock'),
      w: () => plan('wipe')?.possible === true && ask('wipe'),
      a: () => report?.productionTestClosed !== true && void authorize(),
      b: () => void backup(),
      n: () => go('writer'),
      h: () => void reveal(true),
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.repeat || document.querySelector('[role="dialog"]') !== null) return;
      const ctrl = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const plain = !ctrl && !event.altKey && !event.shiftKey;
      if (plain && event.key === 'F5') void read();
      else if (plain && event.key === 'Escape' && work !== null) stop();
      else if (ctrl && key === 'l') toggleLog();
      else if (event.altKey && !ctrl && report !== null && work === null) withAlt[key]?.();
      else return;
      event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === 'Alt' || event.key.toLowerCase() === 'h') void reveal(false);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, [report, work, read, stop, ask, backup, authorize, reveal, toggleLog, go]);
}
