import { useWords } from '../components/use-words.js';
import { useBooks } from '../features/settings/books-store.js';
import { Standing } from '../features/settings/Standing.js';
import css from './TopBar.module.css';

/** Where the books are, and whether they answer. */
export function PmsItem() {
  const { t } = useWords();
  const connection = useBooks((state) => state.connection);
  if (connection === null || connection.kind === 'embedded') {
    return (
      <span className={css.item}>
        {t('ui.app.pms')} {t('ui.app.pmsEmbedded')}
      </span>
    );
  }
  const place = (connection.url ?? '').replace(/^https?:\/\//, '');
  return (
    <span className={css.item}>
      {t('ui.app.pms')} {place} · <Standing connection={connection} />
    </span>
  );
}
