import type { ReactNode } from 'react';

import type { RunRecord } from '../../../shared/contract/records.js';
import { maskSecret } from '../../../shared/domain/license.js';
import { formatMac } from '../../../shared/domain/mac.js';
import { address, grouped, kilobytes, pairs, seconds } from '../../components/format.js';
import css from './Facts.module.css';
import type { TileModel } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

const mono = (text: string): ReactNode => <span className="mono selectable">{text}</span>;
const dim = (text: string): ReactNode => <span className={css.dim}>{text}</span>;
const after = (text: string): ReactNode => <span className={css.after}>{text}</span>;
const MEGA = 1024 * 1024;
/** Stages that count bytes; the others count steps. */
const IN_BYTES = new Set(['erase', 'program', 'verify']);

/** Rows of a name and a value. */
export function FactList({ facts, label }: { readonly facts: readonly Fact[]; readonly label?: string }) {
  return (
    <dl className={css.facts} aria-label={label}>
      {facts.map(({ name, value }) => (
        <div key={name} className={css.row}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What came of the license in a finished run. */
function useLicenseWords(): (record: RunRecord) => ReactNode {
  const { t } = useWords();
  return ({ license, outcome }) => {
    if (license === null) return t('ui.facts.licenseNone');
    const passed = license.reused ? 'licenseReused' : 'licenseWritten';
    return (
      <>
        {mono(`uuid ${maskSecret(license.uuid)}`)}{' '}
        {after(t(`ui.facts.${outcome === 'succeeded' ? passed : 'licenseKept'}`))}
      </>
    );
  };
}

/** The facts of a finished run, as its record has them. */
export function useRecordFacts(): (record: RunRecord) => readonly Fact[] {
  const { t } = useWords();
  const licenseWords = useLicenseWords();
  return (record) => {
    const { firmware, fingerprint, written } = record;
    const rows: (Fact | false)[] = [
      record.mac !== null && { name: t('ui.facts.mac'), value: mono(formatMac(record.mac)) },
      record.licensesWiped === null && { name: t('ui.facts.license'), value: licenseWords(record) },
      record.licensesWiped !== null && {
        name: t('ui.facts.wiped'),
        value: t('ui.facts.wipedCount', { count: record.licensesWiped }),
      },
      record.previousLicense !== null && {
        name: t('ui.facts.lost'),
        value: mono(`uuid ${maskSecret(record.previousLicense.uuid)}`),
      },
      record.rssi !== null && {
        name: t('ui.facts.signal'),
        value: t('ui.facts.signalOf', { rssi: record.rssi, min: record.rssiLimit?.min ?? '–' }),
      },
      record.gpio !== null && { name: t('ui.facts.pins'), value: t(`ui.facts.pinsAre.${record.gpio}`) },
      firmware !== null && {
        name: t('ui.facts.firmware'),
        value: `${firmware.identifier} ${firmware.version}`,
      },
      written !== null && { name: t('ui.facts.checksum'), value: mono(pairs(written.crc)) },
      fingerprint !== null && {
        name: t('ui.facts.proved'),
        value: t('ui.facts.provedBy', { ...fingerprint }),
      },
      record.chip !== null && {
        name: t('ui.facts.module'),
        value:
          record.flashBytes === null
            ? record.chip
            : t('ui.facts.flashOf', { chip: record.chip, size: record.flashBytes / MEGA }),
      },
    ];
    return rows.filter((row) => row !== false);
  };
}

/** The facts of a failure: where it stopped, its code, and what became of board and license. */
export function useFailureFacts(): (tile: TileModel) => readonly Fact[] {
  const { t } = useWords();
  const licenseWords = useLicenseWords();
  return ({ slot }) => {
    const { state } = slot;
    if (state.phase !== 'failed') return [];
    const stage = slot.stages.find(({ status }) => status === 'failed');
    const mac = state.record?.mac ?? slot.board.mac;
    const rows: (Fact | false)[] = [
      {
        name: stage ? t('ui.facts.stage') : t('ui.facts.code'),
        value: (
          <>
            {stage && `${t(`stages.${stage.id}`)} `}
            <span className={`mono selectable ${stage ? css.after : css.dim}`}>{state.error.code}</span>
          </>
        ),
      },
      mac !== null && { name: t('ui.facts.mac'), value: mono(formatMac(mac)) },
      state.record !== null && { name: t('ui.facts.license'), value: licenseWords(state.record) },
    ];
    return rows.filter((row) => row !== false);
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
