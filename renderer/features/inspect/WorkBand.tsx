import { ActionButton } from '../../components/ActionButton.js';
import { useBridge } from '../../components/bridge-context.js';
import { countdown } from '../../components/format.js';
import { StateBand } from '../../components/StateBand.js';
import { useNow } from '../../components/use-now.js';
import { useWords } from '../../components/use-words.js';
import { useInspect, type Work } from './inspect-store.js';
import css from './WorkBand.module.css';

function Waiting({ waiting }: { readonly waiting: NonNullable<Work['waiting']> }) {
  const { t } = useWords();
  const bridge = useBridge();
  const now = useNow(true, 250);
  const port = useInspect((state) => state.ports.find(({ path }) => path === state.port));
  return (
    <>
      <StateBand
        look="wait"
        word={t('ui.tile.state.wait')}
        number={[String(countdown(waiting.deadlineAt, now)), t('ui.tile.unitSeconds')]}
        testId="inspect-wait"
        className={css.band}
      />
      <div className={css.say}>
        <p className={css.title}>
          {t(
            port?.kind === 'virtual'
              ? 'ui.say.waitVirtualTitle'
              : waiting.stage === 'enter'
                ? 'ui.say.enterTitle'
                : 'ui.say.waitTitle',
          )}
        </p>
        <p className={css.dim}>{t(`ui.say.seen.${waiting.seen}`)}</p>
        {port?.kind === 'virtual' && (
          <ActionButton
            look="ember"
            onClick={() => void bridge.call('virtual.reset', { path: port.path }).catch(() => undefined)}
          >
            {t('ui.tile.pressReset')}
          </ActionButton>
        )}
      </div>
    </>
  );
}

/** The board while it is worked on: what it waits for, or how far it is. */
export function WorkBand({ work }: { readonly work: Work }) {
  const { t } = useWords();
  const { waiting, progress, stage, doing } = work;
  if (waiting !== null) return <Waiting waiting={waiting} />;
  const percent =
    progress === null || progress.total === 0 ? 0 : Math.floor((progress.done / progress.total) * 100);
  return (
    <>
      <StateBand
        look="work"
        word={t(doing === 'read' ? 'ui.inspect.view.reading' : 'ui.inspect.view.repairing')}
        number={progress === null ? null : [String(percent), t('ui.tile.unitPercent')]}
        percent={percent}
        progress={t('ui.inspect.view.progress')}
        testId="inspect-work"
        className={css.band}
      />
      <div className={css.say}>
        <p className={css.title}>{stage === null ? t('ui.say.workTitle') : t(`stages.${stage}`)}</p>
        <p className={css.dim}>{t('ui.say.workTitle')}</p>
      </div>
    </>
  );
}
