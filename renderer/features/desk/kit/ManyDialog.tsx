import { useRef, useState, type ReactNode } from 'react';

import { Dialog } from '../../../components/Dialog.js';
import { grouped } from '../../../components/format.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk } from '../desk-store.js';
import css from './ManyDialog.module.css';
import { FormDialog } from './FormDialog.js';
import { openKeys, runMany, type Many, type ManyState } from './many.js';
import { ManyReport } from './ManyReport.js';
import { WorkLine } from './WorkLine.js';

interface Props extends Pick<Many, 'keys' | 'chunk' | 'work'> {
  readonly title: string;
  /** What is asked before it begins. */
  readonly children: ReactNode;
  readonly ready: boolean;
  readonly nameOf: (key: string) => string;
  /** @param open what was refused or left: it stays chosen. Null: nothing was begun */
  readonly onClose: (open: readonly string[] | null) => void;
}

interface WorkingProps {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly onStop: () => void;
}

function Working({ title, done, total, onStop }: WorkingProps) {
  const { t } = useWords();
  return (
    <Dialog title={title} onClose={onStop} closeWord={t('ui.desk.many.stop')} width={520}>
      <WorkLine
        label={title}
        percent={Math.round((done / total) * 100)}
        words={t('ui.desk.many.working', { done: grouped(done), total: grouped(total) })}
        className={css.working}
      />
    </Dialog>
  );
}

/** One thing done with many rows: asks once, shows how far it is, lets itself be stopped, tells what became of each. */
export function ManyDialog({ title, keys, chunk, work, children, ready, nameOf, onClose }: Props) {
  const { t } = useWords();
  const changed = useDesk((state) => state.changed);
  const [done, setDone] = useState<number | null>(null);
  const [state, setState] = useState<ManyState | null>(null);
  const stop = useRef(new AbortController());
  const begin = async (): Promise<void> => {
    setDone(0);
    const ended = await runMany({ keys, chunk, work, signal: stop.current.signal, onProgress: setDone });
    changed();
    setState(ended);
  };
  if (state !== null) {
    return (
      <Dialog
        title={t('ui.desk.many.result', { n: grouped(keys.length) })}
        onClose={() => onClose(openKeys(state))}
        width={720}
      >
        <ManyReport state={state} nameOf={nameOf} />
      </Dialog>
    );
  }
  if (done !== null) {
    return <Working title={title} done={done} total={keys.length} onStop={() => stop.current.abort()} />;
  }
  return (
    <FormDialog
      title={title}
      submit={title}
      onSubmit={() => void begin()}
      onClose={() => onClose(null)}
      ready={ready}
    >
      {children}
    </FormDialog>
  );
}
