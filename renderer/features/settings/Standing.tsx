import type { PmsConnection } from '../../../shared/contract/settings.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import css from './Standing.module.css';

/**
 * How the station stands with its server, in a shape and in words: there, away while boards can still be burned, or away
 * and nothing to give. What the server refused is a question to a person.
 */
export function Standing({ connection }: { readonly connection: PmsConnection }) {
  const { t } = useWords();
  const { connected, latencyMs, queued, ahead, refused } = connection;
  const words = connected
    ? [t('ui.settings.connected', { ms: Math.round(latencyMs ?? 0) })]
    : [
        t('ui.settings.away'),
        ahead > 0 ? t('ui.settings.here', { count: ahead }) : t('ui.settings.hereNone'),
      ];
  if (queued > 0) words.push(t('ui.settings.queued', { count: queued }));
  return (
    <span className={css.standing}>
      {!connected && <StatusGlyph kind={ahead > 0 ? 'wait' : 'fail'} className={css.glyph} />}
      {words.join(' · ')}
      {refused > 0 && (
        <>
          {' · '}
          <StatusGlyph kind="ask" className={css.glyph} />
          {t('ui.settings.refused', { count: refused })}
        </>
      )}
    </span>
  );
}
