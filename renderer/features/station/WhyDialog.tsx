import { clockTime } from '../../components/format.js';
import { Dialog } from '../../components/Dialog.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { FactList } from '../../components/FactList.js';
import { useRecordFacts } from '../../components/run-facts.js';
import { useBoardFacts, useFailureFacts } from './Facts.js';
import { useSnapshot, useStation } from './station-context.js';
import { useLogText } from './use-log-text.js';
import { useSay } from './use-say.js';
import { useTile, type TileModel } from './use-tile.js';
import css from './WhyDialog.module.css';
import { useWords } from '../../components/use-words.js';

const LINES = 8;

/** Data that a coded error carries, in its own terms: for the engineer who is called. */
function rawFacts({ slot: { state } }: TileModel): { name: string; value: string }[] {
  if (state.phase !== 'failed') return [];
  return Object.entries(state.error.data).map(([name, value]) => ({
    name,
    value: typeof value === 'object' ? JSON.stringify(value) : String(value),
  }));
}

function Body({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const say = useSay()(tile);
  const textOf = useLogText();
  const recordFacts = useRecordFacts();
  const failureFacts = useFailureFacts()(tile);
  const boardFacts = useBoardFacts()(tile);
  const log = useSnapshot((snapshot) => snapshot.log);
  const { slot, look } = tile;
  const lines = log.filter((line) => line.slot === slot.slot).slice(-LINES);
  const record = slot.state.phase === 'succeeded' ? slot.state.record : null;
  const facts =
    look === 'fail' ? [...failureFacts, ...rawFacts(tile)] : record ? recordFacts(record) : boardFacts;
  return (
    <>
      <div className={css.verdict}>
        {look === 'fail' && <StatusGlyph kind="fail" className={css.glyph} />}
        <div>
          <p className={css.title}>{say.title}</p>
          {say.cause !== undefined && <p className={css.cause}>{say.cause}</p>}
          <p className={css.more}>{say.more}</p>
        </div>
      </div>
      <h3 className={css.heading}>{t('ui.why.details')}</h3>
      <FactList facts={facts} />
      <h3 className={css.heading}>{t('ui.why.lines')}</h3>
      {lines.length === 0 ? (
        <p className={css.none}>{t('ui.why.noLines')}</p>
      ) : (
        <ol className={`${css.lines} selectable`}>
          {lines.map((line, index) => (
            <li key={`${line.at}-${index}`}>
              <span className={css.time}>{clockTime(line.at)}</span>
              <span>{textOf(line)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Why the focused slot is as it is: cause, what to do, the details, its last lines of the log. */
export function WhyDialog() {
  const { t } = useWords();
  const focusedSlot = useStation((state) => state.focusedSlot);
  const close = useStation((state) => state.closePanel);
  const tile = useTile(focusedSlot);
  if (tile === undefined) return null;
  return (
    <Dialog title={t('ui.why.title', { slot: focusedSlot })} onClose={close} width={640}>
      <Body tile={tile} />
    </Dialog>
  );
}
