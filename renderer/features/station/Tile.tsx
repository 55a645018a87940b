import { BoardsBefore } from './BoardsBefore.js';
import { FactList } from '../../components/FactList.js';
import { useRecordFacts } from '../../components/run-facts.js';
import { useBoardFacts, useFailureFacts, WorkFigures } from './Facts.js';
import { StageLine, TileStages } from './TileStages.js';
import { useStation } from './station-context.js';
import css from './Tile.module.css';
import { TileActions } from './TileActions.js';
import { TileBand } from './TileBand.js';
import { TileHead } from './TileHead.js';
import { useSay, type Say } from './use-say.js';
import { useTile, type TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

function Sentences({ say }: { readonly say: Say }) {
  return (
    <div className={css.say}>
      <p className={css.title}>{say.title}</p>
      {say.cause !== undefined && <p className={css.cause}>{say.cause}</p>}
      <p className={css.more}>{say.more}</p>
    </div>
  );
}

/** One of several slots: what to do on top, buttons at the foot. What does not fit gives way by the tile's size. */
function Shared({ tile }: { readonly tile: TileModel }) {
  const say = useSay()(tile);
  const recordFacts = useRecordFacts();
  const failureFacts = useFailureFacts()(tile);
  const { look, slot } = tile;
  const record = slot.state.phase === 'succeeded' ? slot.state.record : null;
  const running = look === 'wait' || look === 'work' || look === 'ask' || look === 'stopping';
  return (
    <>
      <div className={css.body} data-look={look}>
        <Sentences say={say} />
        {running && (
          <>
            <div className={css.stages}>
              <TileStages tile={tile} />
            </div>
            <div className={css.stageLine}>
              <StageLine tile={tile} />
            </div>
          </>
        )}
        {record !== null && (
          <div className={css.facts}>
            <FactList facts={recordFacts(record)} />
          </div>
        )}
        {look === 'fail' && (
          <div className={css.facts}>
            <FactList facts={failureFacts} />
          </div>
        )}
      </div>
      <div className={css.foot}>
        <TileActions tile={tile} large={false} />
        {look === 'work' && <WorkFigures tile={tile} />}
      </div>
    </>
  );
}

/** The only slot: stages, this board, the boards before; buttons and what to do at the foot. */
function Alone({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const say = useSay()(tile);
  const boardFacts = useBoardFacts()(tile);
  const recordFacts = useRecordFacts();
  const failureFacts = useFailureFacts()(tile);
  const { look, slot } = tile;
  const record = slot.state.phase === 'succeeded' ? slot.state.record : null;
  const facts =
    look === 'fail'
      ? [...failureFacts, ...boardFacts.slice(0, 2)]
      : record
        ? recordFacts(record)
        : boardFacts;
  return (
    <>
      <div className={css.columns}>
        <section className={css.column}>
          <h3>{t('ui.tile.stages')}</h3>
          <TileStages tile={tile} />
        </section>
        <section className={css.column}>
          <h3>{t('ui.tile.thisBoard')}</h3>
          {say.cause !== undefined && <p className={css.cause}>{say.cause}</p>}
          <FactList facts={facts} />
        </section>
        <section className={css.column}>
          <h3>{t('ui.tile.boardsBefore')}</h3>
          <BoardsBefore />
        </section>
      </div>
      <div className={css.aloneFoot}>
        <TileActions tile={tile} large />
        <Sentences say={say} />
      </div>
    </>
  );
}

/** One slot of the station. */
export function Tile({ number, alone }: { readonly number: number; readonly alone: boolean }) {
  const { t } = useWords();
  const tile = useTile(number);
  const focused = useStation((state) => state.focusedSlot === number);
  const focus = useStation((state) => state.focus);
  if (tile === undefined) return null;
  return (
    <section
      className={`${css.tile} ${alone ? css.alone : ''}`}
      aria-label={t('ui.tile.label', { slot: number })}
      data-testid={`slot-${number}`}
      data-focused={focused && !alone}
      data-alone={alone}
      tabIndex={-1}
      onFocus={() => focus(number)}
      onPointerDown={() => focus(number)}
    >
      <div className={css.inner}>
        <TileHead tile={tile} />
        <TileBand tile={tile} alone={alone} />
        {alone ? <Alone tile={tile} /> : <Shared tile={tile} />}
      </div>
    </section>
  );
}
