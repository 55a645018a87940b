import { useEffect, type ReactNode } from 'react';

import { ActionButton } from './ActionButton.js';
import { useWords } from './use-words.js';
import css from './Drawer.module.css';

interface Props {
  readonly label: string;
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** One row's whole story beside its table. Escape closes it, unless a dialog is open. */
export function Drawer({ label, title, onClose, children, actions }: Props) {
  const { t } = useWords();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]') === null) onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  return (
    <aside className={css.drawer} aria-label={label}>
      <header className={css.head}>
        <h2 className={css.title}>{title}</h2>
        <ActionButton look="quiet" keyName="Esc" onClick={onClose}>
          {t('ui.app.close')}
        </ActionButton>
      </header>
      <div className={`${css.body} selectable`}>{children}</div>
      {actions !== undefined && <footer className={css.foot}>{actions}</footer>}
    </aside>
  );
}

export function Heading({ children }: { readonly children: ReactNode }) {
  return <h3 className={css.heading}>{children}</h3>;
}
