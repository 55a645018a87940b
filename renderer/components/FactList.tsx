import type { ReactNode } from 'react';

import css from './FactList.module.css';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** A value in figures: hex, MAC, uuid. */
export const mono = (text: string): ReactNode => <span className="mono selectable">{text}</span>;
/** What is said after a value. */
export const after = (text: ReactNode): ReactNode => <span className={css.after}>{text}</span>;
export const dim = (text: ReactNode): ReactNode => <span className={css.dim}>{text}</span>;

/** The rows that there are: a view writes `condition && fact`. */
export function known(rows: readonly (Fact | false)[]): readonly Fact[] {
  return rows.filter((row) => row !== false);
}

/** Rows of a name and a value. */
export function FactList({ facts, label }: { readonly facts: readonly Fact[]; readonly label?: string }) {
  return (
    <dl className={css.facts} aria-label={label}>
      {facts.map(({ name, value }) => (
        <div key={name} className={css.row}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
