import type { ReactNode } from 'react';

import css from './KeyCap.module.css';

/** The key of an action, beside its words. Screen readers get it through `aria-keyshortcuts` of the action. */
export function KeyCap({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className={css.cap} aria-hidden="true">
      {children}
    </kbd>
  );
}
