import { useEffect, useRef } from 'react';

import type { FrameLine, WriterLine } from '../../../shared/contract/writer.js';
import { ActionButton } from '../../components/ActionButton.js';
import { clockTime, portName } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { useLanguage, useWords } from '../../components/use-words.js';
import { logText } from '../../../shared/words/log-text.js';
import css from './LogDrawer.module.css';
import { useSnapshot, useWriter } from './writer-store.js';

const SHOWN = 300;

type Row = { readonly at: number } & (
  { readonly line: WriterLine; readonly frame?: never } | { readonly frame: FrameLine; readonly line?: never }
);

/** Lines and frames by time; both come in their own order. */
function merged(lines: readonly WriterLine[], frames: readonly FrameLine[]): readonly Row[] {
  const rows: Row[] = [
    ...lines.map((line) => ({ at: line.at, line })),
    ...frames.map((frame) => ({ at: frame.at, frame })),
  ];
  return (frames.length === 0 ? rows : rows.sort((a, b) => a.at - b.at)).slice(-SHOWN);
}

function exact(at: number): string {
  return `${clockTime(at)}.${String(at % 1000).padStart(3, '0')}`;
}

function FrameRow({ frame }: { readonly frame: FrameLine }) {
  const { t } = useWords();
  const shown = (frame.hex.length + 1) / 3;
  return (
    <span className={css.frame}>
      {frame.way.toUpperCase()} {frame.hex}
      {shown < frame.bytes && (
        <span className={css.dim}> {t('ui.writer.log.more', { count: frame.bytes })}</span>
      )}
    </span>
  );
}

/** What Kiln and the board did, and the raw bytes where somebody wants them. */
export function LogDrawer() {
  const { t } = useWords();
  const language = useLanguage();
  const { log, frames, framesOn, settings } = useSnapshot();
  const open = useWriter((state) => state.logOpen);
  const toggleLog = useWriter((state) => state.toggleLog);
  const setFrames = useWriter((state) => state.setFrames);
  const saveLog = useWriter((state) => state.saveLog);
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const rows = merged(log, framesOn ? frames : []);
  useEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [rows]);
  return (
    <section
      className={css.drawer}
      aria-label={t('ui.writer.log.title')}
      data-testid="writer-log"
      data-open={open}
    >
      <header className={css.head}>
        <h2>{t('ui.writer.log.title')}</h2>
        {settings.port !== null && <span className={css.port}>{portName(settings.port)}</span>}
        {!open && log.length > 0 && (
          <span className={css.last}>{logText(language, log[log.length - 1] as WriterLine)}</span>
        )}
        <span className={css.gap} />
        <ActionButton
          look="quiet"
          className={css.toggle}
          aria-pressed={framesOn}
          onClick={() => void setFrames(!framesOn)}
        >
          {t('ui.writer.log.frames')}
        </ActionButton>
        <ActionButton
          look="quiet"
          keyName="Ctrl S"
          disabled={log.length === 0}
          onClick={() => void saveLog(language)}
        >
          {t('ui.writer.log.save')}
        </ActionButton>
        <ActionButton look="quiet" keyName="Ctrl L" aria-expanded={open} onClick={toggleLog}>
          {t(open ? 'ui.writer.log.hide' : 'ui.writer.log.show')}
        </ActionButton>
      </header>
      {open && rows.length === 0 && <p className={css.empty}>{t('ui.writer.log.empty')}</p>}
      {open && rows.length > 0 && (
        <ol
          ref={list}
          className={`${css.lines} selectable`}
          tabIndex={0}
          aria-label={t('ui.writer.log.title')}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            atEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
          }}
        >
          {rows.map(({ at, line, frame }, index) => (
            <li key={`${at}-${index}`} className={css.row} data-level={line?.level ?? 'frame'}>
              <span className={css.time}>{exact(at)}</span>
              {frame === undefined ? (
                <span>
                  {line.level !== 'info' && (
                    <Icon name={line.level === 'error' ? 'cross' : 'attention'} className={css.icon} />
                  )}
                  {logText(language, line)}
                </span>
              ) : (
                <FrameRow frame={frame} />
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
