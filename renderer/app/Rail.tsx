import { Icon } from '../components/icons.js';
import { useWords } from '../components/use-words.js';
import { useApp } from './app-store.js';
import css from './Rail.module.css';
import { digitOf } from './view-ids.js';
import { VIEWS } from './views.js';

/** The way from view to view. Settings stand apart at the foot. */
export function Rail() {
  const { t } = useWords();
  const current = useApp((state) => state.view);
  const go = useApp((state) => state.go);
  return (
    <nav className={css.rail} aria-label={t('ui.app.rail')}>
      {VIEWS.map(({ id, icon }) => (
        <button
          key={id}
          type="button"
          className={css.view}
          data-view={id}
          aria-current={id === current ? 'page' : undefined}
          aria-keyshortcuts={`Control+${digitOf(id)}`}
          title={`Ctrl ${digitOf(id)}`}
          onClick={() => go(id)}
        >
          <Icon name={icon} className={css.icon} />
          {t(`ui.${id}.title`)}
        </button>
      ))}
    </nav>
  );
}
