import { useEffect, useRef, useState } from 'react';

import type { LogLine } from '../../../shared/contract/station.js';
import { ActionButton } from '../../components/ActionButton.js';
import { copyText } from '../../components/copy-text.js';
import { clockTime } from '../../components/format.js';
import { Icon } from '../../components/icons.js';
import { Pick } from '../../components/Pick.js';
import css from './LogDrawer.module.css';
import { useSnapshot, useStation } from './station-context.js';
import { useLogText } from './use-log-text.js';
import { useWords } from '../../components/use-words.js';

/** Lines drawn at most; Copy takes all that the view keeps. */
const SHOWN = 300;
const ALL = 'all';

function LogRow({ line, text }: { readonly line: LogLine; readonly text: string }) {
  const { t } = useWords();
  return (
    <li className={css.row} data-level={line.level}>
      <span className={css.time}>{clockTime(line.at)}</span>
      <span className={css.slot}>{line.slot === 0 ? '' : line.slot}</span>
      <span className={css.level}>
        {line.level === 'info' ? null : <Icon name={line.level === 'error' ? 'cross' : 'attention'} />}
        <span className="unseen">{t(`ui.log.levels.${line.level}`)}</span>
      </span>
      <span className={css.text}>{text}</span>
    </li>
  );
}

/** The log over the lower part of the slots; it follows the newest line while it is scrolled to the end. */
export function LogDrawer() {
  const { t } = useWords();
  const log = useSnapshot((snapshot) => snapshot.log);
  const slots = useSnapshot((snapshot) => snapshot.slots.length);
  const only = useStation((state) => state.logSlot);
  const showLogOf = useStation((state) => state.showLogOf);
  const toggleLog = useStation((state) => state.toggleLog);
  const textOf = useLogText();
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const [copied, setCopied] = useState<boolean | null>(null);
  const lines = only === null ? log : log.filter((line) => line.slot === only);

  useEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);

  const copy = async (): Promise<void> => {
    const rows = lines.map((line) => [clockTime(line.at), line.slot, line.level, textOf(line)].join('\t'));
    setCopied(await copyText(rows.join('\n')));
  };
  const copyWord = copied === null ? 'copy' : copied ? 'copied' : 'copyFailed';
  return (
    <section className={css.drawer} aria-label={t('ui.log.title')} data-testid="log">
      <header className={css.head}>
        <h2>{t('ui.log.title')}</h2>
        <span aria-hidden="true">{t('ui.log.filter')}</span>
        <Pick
          label={t('ui.log.filter')}
          className={css.filter}
          value={only === null ? ALL : String(only)}
          choices={[
            { value: ALL, label: t('ui.log.all') },
            ...Array.from({ length: slots }, (_, index) => ({
              value: String(index + 1),
              label: t('ui.log.slot', { slot: index + 1 }),
            })),
          ]}
          onPick={(value) => showLogOf(value === ALL ? null : Number(value))}
        />
        <span className={css.count}>{t('ui.log.lines', { count: lines.length })}</span>
        <ActionButton
          disabled={lines.length === 0}
          onClick={() => void copy()}
          onBlur={() => setCopied(null)}
        >
          {t(`ui.log.${copyWord}`)}
        </ActionButton>
        <ActionButton look="quiet" keyName="Ctrl L" onClick={toggleLog}>
          {t('ui.app.close')}
        </ActionButton>
      </header>
      {lines.length === 0 ? (
        <p className={css.empty}>{t('ui.log.empty')}</p>
      ) : (
        <ol
          ref={list}
          className={`${css.lines} selectable`}
          tabIndex={0}
          aria-label={t('ui.log.title')}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            atEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
          }}
        >
          {lines.slice(-SHOWN).map((line, index) => (
            <LogRow key={`${line.at}-${line.slot}-${line.key}-${index}`} line={line} text={textOf(line)} />
          ))}
        </ol>
      )}
    </section>
  );
}
