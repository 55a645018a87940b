import type { ReactNode } from 'react';

import css from './Settings.module.css';

/** A titled part of the page. */
export function Part({
  title,
  more,
  children,
}: {
  readonly title: string;
  readonly more?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.part} aria-label={title}>
      <header className={css.head}>
        <h2>{title}</h2>
        {more !== undefined && <p>{more}</p>}
      </header>
      <div className={css.body}>{children}</div>
    </section>
  );
}
