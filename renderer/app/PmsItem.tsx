import { useWords } from '../components/use-words.js';
import { useBooks } from '../features/settings/books-store.js';
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
  const { url, connected, latencyMs, queued } = connection;
  return (
    <span className={css.item} data-away={!connected}>
      {t('ui.app.pms')} {(url ?? '').replace(/^https?:\/\//, '')} ·{' '}
      {connected ? t('ui.settings.connected', { ms: Math.round(latencyMs ?? 0) }) : t('ui.settings.away')}
      {queued > 0 && ` · ${t('ui.settings.queued', { count: queued })}`}
    </span>
  );
}
