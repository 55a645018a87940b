import { useRef, useState } from 'react';

import { MAX_SIDE, type Layout } from '../../../shared/contract/station.js';
import { MODES, RUN_MODES, type RunMode } from '../../../shared/domain/stage.js';
import { ActionButton } from '../../components/ActionButton.js';
import { Icon } from '../../components/icons.js';
import { Pick } from '../../components/Pick.js';
import css from './CommandRow.module.css';
import { hindranceOf, isRunning } from './slot-look.js';
import { useSnapshot, useStation } from './station-context.js';
import { useNextAction } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

const SIDES = Array.from({ length: MAX_SIDE }, (_, index) => index + 1);
const LAYOUTS: readonly Layout[] = SIDES.flatMap((rows) => SIDES.map((columns) => ({ rows, columns })));
const layoutKey = ({ rows, columns }: Layout): string => `${rows}*${columns}`;

/** How many slots run, or could; or the words why none can. */
function useStanding(): { readonly words: string; readonly runnable: number } {
  const { t } = useWords();
  const slots = useSnapshot((snapshot) => snapshot.slots);
  const token = useSnapshot((snapshot) => snapshot.token);
  const mode = useSnapshot((snapshot) => snapshot.mode);
  const order = useSnapshot((snapshot) => snapshot.order);
  const ports = useStation((state) => state.ports);
  const hindrances = slots.map((slot) => hindranceOf(slot, { token, mode, order }, ports));
  const runnable = hindrances.filter((hindrance) => hindrance === null).length;
  const running = hindrances.filter((hindrance) => hindrance === 'running').length;
  if (running === slots.length && running > 1) return { words: t('ui.station.allRunning'), runnable };
  if (running > 0) return { words: t('ui.station.armed', { count: running }), runnable };
  if (MODES[mode].held) return { words: t('ui.station.holdEach'), runnable: 0 };
  if (runnable > 0) return { words: t('ui.station.runnable', { count: runnable }), runnable };
  const why = hindrances.find((hindrance) => hindrance !== null && hindrance !== 'running');
  return {
    words: t(`ui.station.${why ?? 'noPort'}`),
    runnable,
  };
}

/** Workstation and OK, the grid, Run all. */
export function CommandRow() {
  const { t } = useWords();
  const mode = useSnapshot((snapshot) => snapshot.mode);
  const layout = useSnapshot((snapshot) => snapshot.layout);
  const busy = useSnapshot((snapshot) => snapshot.slots.some(isRunning));
  const setMode = useStation((state) => state.setMode);
  const setLayout = useStation((state) => state.setLayout);
  const run = useStation((state) => state.run);
  const { words, runnable } = useStanding();
  const next = useNextAction();
  const runAll = useRef<HTMLButtonElement>(null);
  const [choice, setChoice] = useState<RunMode>(mode);
  const [isSet, setIsSet] = useState(false);

  const confirmMode = async (): Promise<void> => {
    if (!(await setMode(choice))) return;
    setIsSet(true);
    runAll.current?.focus();
  };
  return (
    <section className={css.row} aria-label={t('ui.station.command')}>
      <span aria-hidden="true">{t('ui.station.workstation')}</span>
      <Pick
        label={t('ui.station.workstation')}
        className={css.mode}
        value={choice}
        choices={RUN_MODES.map((id) => ({ value: id, label: t(`ui.station.modes.${id}`) }))}
        disabled={busy}
        onPick={(id) => {
          setChoice(id as RunMode);
          setIsSet(false);
        }}
      />
      <ActionButton disabled={busy} onClick={() => void confirmMode()}>
        {t('ui.station.ok')}
      </ActionButton>
      <span className={css.set} role="status">
        {isSet && choice === mode && (
          <>
            <Icon name="tick" />
            <span className="unseen">{t('ui.station.workstationSet')}</span>
          </>
        )}
      </span>
      <span aria-hidden="true">{t('ui.station.grid')}</span>
      <Pick
        label={t('ui.station.grid')}
        className={css.grid}
        value={layoutKey(layout)}
        choices={LAYOUTS.map((option) => ({
          value: layoutKey(option),
          label: t('ui.station.gridOption', { ...option }),
        }))}
        disabled={busy}
        onPick={(key) => {
          const chosen = LAYOUTS.find((option) => layoutKey(option) === key);
          if (chosen) void setLayout(chosen);
        }}
      />
      <span className={css.standing} id="run-all-standing" role="status">
        {words}
      </span>
      <ActionButton
        ref={runAll}
        keyName="F5"
        look={next === 'run-all' ? 'ember' : 'plain'}
        disabled={runnable === 0}
        aria-describedby="run-all-standing"
        onClick={() => void run('all')}
      >
        {t('ui.station.runAll')}
      </ActionButton>
    </section>
  );
}
