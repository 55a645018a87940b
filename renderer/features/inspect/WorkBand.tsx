import type { CSSProperties } from 'react';

import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useNow } from '../../components/use-now.js';
import { useWords } from '../../components/use-words.js';
import { ActionButton } from '../../components/ActionButton.js';
import { useBridge } from '../../components/bridge-context.js';
import { useInspect, type Work } from './inspect-store.js';
import css from './WorkBand.module.css';

function Waiting({ waiting }: { readonly waiting: NonNullable<Work['waiting']> }) {
  const { t } = useWords();
  const bridge = useBridge();
  const now = useNow(true, 250);
  const port = useInspect((state) => state.ports.find(({ path }) => path === state.port));
  const left = Math.max(0, Math.ceil((waiting.deadlineAt - now) / 1000));
  return (
    <>
      <div className={`${css.band} ${css.wait}`} role="status" data-testid="inspect-wait">
        <StatusGlyph kind="wait" on="band" className={css.glyph} />
        <strong className={css.word}>{t('ui.tile.state.wait')}</strong>
        <span className={css.number}>
          {left} <small>{t('ui.inspect.view.second')}</small>
        </span>
      </div>
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
  const share = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
  return (
    <>
      <div
        className={`${css.band} ${css.work}`}
        role="status"
        style={{ '--share': share } as CSSProperties}
        data-testid="inspect-work"
      >
        <span className={css.fill} aria-hidden="true" />
        <StatusGlyph kind="work" percent={share * 100 || 25} on="band" className={css.glyph} />
        <strong className={css.word}>
          {t(doing === 'read' ? 'ui.inspect.view.reading' : 'ui.inspect.view.repairing')}
        </strong>
        {progress !== null && (
          <span className={css.number}>
            {Math.floor(share * 100)} <small>{t('ui.tile.unitPercent')}</small>
          </span>
        )}
      </div>
      <div className={css.say}>
        <p className={css.title}>{stage === null ? t('ui.say.workTitle') : t(`stages.${stage}`)}</p>
        <p className={css.dim}>{t('ui.say.workTitle')}</p>
      </div>
    </>
  );
}
