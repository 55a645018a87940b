import { useId } from 'react';

import { isWhole, RANGE_PRESETS, wholeSectors } from '../../../shared/domain/writer.js';
import type { FlashRange } from '../../../shared/contract/writer.js';
import { ActionButton } from '../../components/ActionButton.js';
import { address } from '../../components/format.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useWords } from '../../components/use-words.js';
import { parseHex } from './hex.js';
import { flashBytesOf, isRunning } from './model.js';
import css from './RangeFields.module.css';
import { useScene, useSnapshot, useWriter } from './writer-store.js';

function HexField({ part }: { readonly part: 'start' | 'length' }) {
  const { t } = useWords();
  const { range, writer } = useScene();
  const draft = useWriter((state) => state.draft[part]);
  const type = useWriter((state) => state.type);
  const commit = useWriter((state) => state.commit);
  const id = useId();
  const bad = draft !== undefined && parseHex(draft) === null;
  return (
    <label className={css.field} htmlFor={id}>
      <span className={css.label}>{t(`ui.writer.${part}`)}</span>
      <input
        id={id}
        className={`mono input ${css.input}`}
        value={draft ?? address(range[part])}
        disabled={isRunning(writer.job)}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={bad}
        title={bad ? t('ui.writer.badHex') : undefined}
        data-draft={draft === undefined ? undefined : 'true'}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => type({ [part]: event.currentTarget.value })}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit();
          if (event.key === 'Escape') type({ [part]: undefined });
        }}
      />
    </label>
  );
}

function same(a: FlashRange, b: FlashRange): boolean {
  return a.start === b.start && a.length === b.length;
}

/** Ranges by name: where the file belongs, the application, Tuya's storage, everything. */
function Presets() {
  const { t } = useWords();
  const { range, writer } = useScene();
  const configure = useWriter((state) => state.configure);
  const all = { start: 0, length: flashBytesOf(writer) };
  const { file, settings } = writer;
  const follows = settings.rangeFrom === 'file' && file?.place !== null && file?.refusal === null;
  const presets = [
    ...(file?.place && file.refusal === null
      ? ([{ id: 'file', range: 'file', on: follows && same(range, settings.range) }] as const)
      : []),
    { id: 'app', range: RANGE_PRESETS.app, on: !follows && same(range, RANGE_PRESETS.app) },
    { id: 'storage', range: RANGE_PRESETS.storage, on: !follows && same(range, RANGE_PRESETS.storage) },
    { id: 'all', range: all, on: !follows && same(range, all) },
  ] as const;
  return (
    <div className={css.presets} role="group" aria-label={t('ui.writer.presets')}>
      {presets.map(({ id, range: to, on }) => (
        <ActionButton
          key={id}
          look="quiet"
          className={css.preset ?? ''}
          aria-pressed={on}
          disabled={isRunning(writer.job)}
          onClick={() => void configure({ range: to })}
        >
          {t(`ui.writer.preset.${id}`)}
        </ActionButton>
      ))}
    </div>
  );
}

function Unaligned() {
  const { t } = useWords();
  const { range } = useScene();
  const { job } = useSnapshot();
  const round = useWriter((state) => state.round);
  if (isWhole(range) || isRunning(job)) return null;
  const whole = wholeSectors(range);
  const said = { start: address(whole.start), length: address(whole.length) };
  return (
    <p className={css.unaligned}>
      <StatusGlyph kind="ask" className={css.glyph} />
      <span>{t('ui.writer.unaligned', said)}</span>
      <ActionButton onClick={() => void round()}>{t('ui.writer.round')}</ActionButton>
    </p>
  );
}

/** Start Address and Operate Length: text, map and presets are one thing. */
export function RangeFields() {
  return (
    <div className={css.range}>
      <div className={css.pair}>
        <HexField part="start" />
        <HexField part="length" />
      </div>
      <Presets />
      <Unaligned />
    </div>
  );
}
