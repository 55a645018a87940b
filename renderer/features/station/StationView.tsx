import { NotYet } from '../../components/Nothing.js';
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

/** Station: token in, boards through, green or red. */
export function StationView() {
  const { t } = useWords();
  const ready = useStation((state) => state.sync.snapshot !== null);
  const error = useStation((state) => state.sync.error);
  const reload = useStation((state) => state.reload);
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
        <NotYet loading={t('ui.app.loading')} failed={t('ui.app.unreachable')} error={error} again={reload} />
      )}
      <Notice />
    </main>
  );
}
