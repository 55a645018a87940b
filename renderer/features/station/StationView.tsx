import { ActionButton } from '../../components/ActionButton.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { CommandRow } from './CommandRow.js';
import { LogDrawer } from './LogDrawer.js';
import { Notice } from './Notice.js';
import { useSnapshot, useStation } from './station-context.js';
import css from './StationView.module.css';
import { Tile } from './Tile.js';
import { TodayLine } from './TodayLine.js';
import { TokenRow } from './TokenRow.js';
import { useStationKeys } from './use-station-keys.js';
import { WhyDialog } from './WhyDialog.js';
import { useWords } from '../../components/use-words.js';

/** The slots as a grid of rows x columns that fills the view. */
function Slots() {
  const { t } = useWords();
  const { rows, columns } = useSnapshot((snapshot) => snapshot.layout);
  const logOpen = useStation((state) => state.logOpen);
  const count = rows * columns;
  return (
    <div className={css.stage} data-docked={logOpen && rows === 2}>
      <div
        className={css.slots}
        role="group"
        aria-label={t('ui.station.slots')}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        }}
      >
        {Array.from({ length: count }, (_, index) => (
          <Tile key={index + 1} number={index + 1} alone={count === 1} />
        ))}
      </div>
      {logOpen && <LogDrawer />}
    </div>
  );
}

/** Before the first snapshot: reading, or why it could not be read. */
function NothingYet() {
  const { t } = useWords();
  const error = useStation((state) => state.sync.error);
  const reload = useStation((state) => state.reload);
  const errorWords = useErrorWords();
  if (error === null) {
    return (
      <div className={css.nothing} role="status">
        <p className={css.loading}>{t('ui.app.loading')}</p>
      </div>
    );
  }
  const { cause, remedy } = errorWords(error);
  return (
    <div className={css.nothing} role="alert">
      <StatusGlyph kind="fail" className={css.glyph} />
      <h2>{t('ui.app.unreachable')}</h2>
      <p>
        {cause} {remedy}
      </p>
      <ActionButton look="ember" large onClick={reload}>
        {t('ui.app.tryAgain')}
      </ActionButton>
    </div>
  );
}

/** Station: token in, boards through, green or red. */
export function StationView() {
  const { t } = useWords();
  const ready = useStation((state) => state.sync.snapshot !== null);
  const panel = useStation((state) => state.panel);
  useStationKeys();
  return (
    <main className={css.view} aria-label={t('ui.station.title')}>
      {ready ? (
        <>
          <TokenRow />
          <CommandRow />
          <Slots />
          <TodayLine />
          {panel === 'why' && <WhyDialog />}
        </>
      ) : (
        <NothingYet />
      )}
      <Notice />
    </main>
  );
}
