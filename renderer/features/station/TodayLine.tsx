import { ActionButton } from '../../components/ActionButton.js';
import { seconds } from '../../components/format.js';
import { useSnapshot, useStation } from './station-context.js';
import css from './TodayLine.module.css';
import { useWords } from '../../components/use-words.js';

/** The day in one line: counts, yield, mean seconds, a tick for each of the latest boards. */
export function TodayLine() {
  const { t } = useWords();
  const { pass, fail, meanSeconds, recent } = useSnapshot((snapshot) => snapshot.counters);
  const toggleLog = useStation((state) => state.toggleLog);
  const logOpen = useStation((state) => state.logOpen);
  const toggle = useStation((state) => state.toggle);
  const ended = pass + fail;
  const count = (outcome: string): number => recent.filter((board) => board.outcome === outcome).length;
  return (
    <section className={css.line} aria-label={t('ui.today.label')} data-testid="today">
      <span>{t('ui.today.label')}</span>
      {ended === 0 ? (
        <span className={css.none}>{t('ui.today.none')}</span>
      ) : (
        <>
          <span>
            <strong data-testid="today-pass">{pass}</strong> {t('ui.today.pass')}
          </span>
          <span>
            <strong data-testid="today-fail">{fail}</strong> {t('ui.today.fail')}
          </span>
          <span>
            {t('ui.today.yield')} <strong>{`${((pass / ended) * 100).toFixed(1)} %`}</strong>
          </span>
          {meanSeconds !== null && (
            <span>
              <strong>{`${seconds(meanSeconds)} ${t('ui.tile.unitSeconds')}`}</strong> {t('ui.today.each')}
            </span>
          )}
        </>
      )}
      <span
        className={css.strip}
        role="img"
        aria-label={t('ui.today.strip', { pass: count('succeeded'), fail: count('failed') })}
      >
        {recent.map((board) => (
          <span key={board.runId} className={css.tick} data-outcome={board.outcome} />
        ))}
      </span>
      <ActionButton
        className={css.first}
        look="quiet"
        keyName="Ctrl L"
        aria-expanded={logOpen}
        onClick={toggleLog}
      >
        {t('ui.log.title')}
      </ActionButton>
      <ActionButton look="quiet" keyName="F1" aria-haspopup="dialog" onClick={() => toggle('why')}>
        {t('ui.tile.why')}
      </ActionButton>
    </section>
  );
}
