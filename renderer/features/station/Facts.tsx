import { maskSecret } from '../../../shared/domain/license.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { after, dim, known, mono, type Fact } from '../../components/FactList.js';
import { address, grouped, kilobytes, seconds } from '../../components/format.js';
import { useLicenseWords } from '../../components/run-facts.js';
import css from './Facts.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

const MEGA = 1024 * 1024;
/** Stages that count bytes; the others count steps. */
const IN_BYTES = new Set(['erase', 'program', 'verify']);

/** The facts of a failure: where it stopped, its code, and what became of board and license. */
export function useFailureFacts(): (tile: TileModel) => readonly Fact[] {
  const { t } = useWords();
  const licenseWords = useLicenseWords();
  return ({ slot }) => {
    const { state } = slot;
    if (state.phase !== 'failed') return [];
    const stage = slot.stages.find(({ status }) => status === 'failed');
    const code = mono(state.error.code);
    const mac = state.record?.mac ?? slot.board.mac;
    return known([
      {
        name: stage ? t('ui.facts.stage') : t('ui.facts.code'),
        value: (
          <>
            {stage && `${t(`stages.${stage.id}`)} `}
            {stage ? after(code) : dim(code)}
          </>
        ),
      },
      mac !== null && { name: t('ui.facts.mac'), value: mono(formatMac(mac)) },
      state.record !== null && { name: t('ui.facts.license'), value: licenseWords(state.record) },
    ]);
  };
}

/** What is known of the board so far, for the tile that fills the view. Unknown values keep their row. */
export function useBoardFacts(): (tile: TileModel) => readonly Fact[] {
  const { t } = useWords();
  return ({ slot, token, progress, look, ...tile }) => {
    const { board, state } = slot;
    const none = dim('–');
    const counted = state.phase === 'working' && IN_BYTES.has(state.stage) ? progress : null;
    const spent = slot.stages.reduce((sum, stage) => sum + stage.seconds, 0);
    const left =
      look === 'work' ? `, ${t('ui.tile.secondsLeft', { seconds: Math.ceil(tile.secondsLeft) })}` : '';
    const size =
      board.flashBytes === null ? null : t('ui.facts.flashSize', { size: board.flashBytes / MEGA });
    return [
      { name: t('ui.facts.module'), value: board.chip ?? none },
      {
        name: t('ui.facts.flash'),
        value:
          size === null && board.flashId === null ? (
            none
          ) : (
            <>
              {size}
              {size !== null && board.flashId !== null && ', '}
              {board.flashId !== null && mono(board.flashId)}
            </>
          ),
      },
      { name: t('ui.facts.mac'), value: board.mac === null ? none : mono(formatMac(board.mac)) },
      {
        name: t('ui.facts.license'),
        value: board.uuid === null ? none : <>{mono(`uuid ${maskSecret(board.uuid)}`)}</>,
      },
      {
        name: t('ui.facts.firmware'),
        value: token ? `${token.firmware.identifier} ${token.firmware.version}` : none,
      },
      { name: t('ui.facts.address'), value: board.address === null ? none : mono(address(board.address)) },
      {
        name: t('ui.facts.written'),
        value:
          counted === null
            ? none
            : t('ui.facts.bytesOf', { done: kilobytes(counted.done), total: kilobytes(counted.total) }),
      },
      {
        name: t('ui.facts.speed'),
        value:
          board.speed === null
            ? none
            : t('ui.facts.speedAt', {
                speed: kilobytes(board.speed),
                baud: grouped(board.baudRate ?? slot.baudRate),
              }),
      },
      {
        name: t('ui.facts.time'),
        value: spent === 0 ? none : `${t('ui.facts.timeOf', { seconds: seconds(spent) })}${left}`,
      },
    ];
  };
}

/** Address, bytes, speed and time left, in the foot of a working tile. */
export function WorkFigures({ tile }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const { slot, progress } = tile;
  const { board, state } = slot;
  const counted = state.phase === 'working' && IN_BYTES.has(state.stage) ? progress : null;
  return (
    <div className={css.figures}>
      {board.address !== null && <span className={`mono ${css.farFigure}`}>{address(board.address)}</span>}
      {counted !== null && (
        <span className={css.farFigure}>
          {t('ui.facts.bytesOf', { done: kilobytes(counted.done), total: kilobytes(counted.total) })}
        </span>
      )}
      {board.speed !== null && <span>{t('ui.facts.speedUnit', { speed: kilobytes(board.speed) })}</span>}
      <span className={css.left}>{t('ui.tile.secondsLeft', { seconds: Math.ceil(tile.secondsLeft) })}</span>
    </div>
  );
}
