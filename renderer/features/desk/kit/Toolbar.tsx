import type { ReactNode } from 'react';

import css from './Toolbar.module.css';

/** The row of a page: what is looked for on the left, what can be done on the right. */
export function Toolbar({
  children,
  actions,
}: {
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={css.bar}>
      {children}
      <div className={css.actions}>{actions}</div>
    </div>
  );
}
