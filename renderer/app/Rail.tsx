import { Icon } from '../components/icons.js';
import css from './Rail.module.css';
import { useWords } from '../components/use-words.js';

/** The views that work. There is one so far; another is added here on the day it works. */
export function Rail() {
  const { t } = useWords();
  return (
    <nav className={css.rail} aria-label={t('ui.app.rail')}>
      <button type="button" className={css.view} aria-current="page" aria-keyshortcuts="Control+1">
        <Icon name="station" className={css.icon} />
        {t('ui.station.title')}
      </button>
    </nav>
  );
}
