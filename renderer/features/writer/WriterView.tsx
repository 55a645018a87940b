import { useState, type DragEvent } from 'react';

import { NotYet } from '../../components/Nothing.js';
import { useWords } from '../../components/use-words.js';
import { Actions } from './Actions.js';
import { FlashMap } from './FlashMap.js';
import { JobPanel } from './JobPanel.js';
import { LogDrawer } from './LogDrawer.js';
import { isRunning } from './model.js';
import { Setup } from './Setup.js';
import { useWriterKeys } from './use-writer-keys.js';
import { WhyDialog } from './WhyDialog.js';
import { useWriter } from './writer-store.js';
import css from './WriterView.module.css';

/** Takes a file that is dropped anywhere on the view. */
function useDrop() {
  const drop = useWriter((state) => state.drop);
  const off = useWriter((state) => isRunning(state.sync.snapshot?.job ?? null));
  const [over, setOver] = useState(false);
  const files = (event: DragEvent): boolean => !off && event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!files(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!files(event)) return;
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file !== undefined) void drop(file);
      },
    },
  };
}

/** Writer: one board on the bench. What, where, and what becomes of the rest of its flash. */
export function WriterView() {
  const { t } = useWords();
  const ready = useWriter((state) => state.sync.snapshot !== null);
  const error = useWriter((state) => state.sync.error);
  const reload = useWriter((state) => state.reload);
  const whyOpen = useWriter((state) => state.whyOpen);
  const { over, handlers } = useDrop();
  useWriterKeys();
  return (
    <main className={css.view} aria-label={t('ui.writer.title')} data-testid="writer" {...handlers}>
      {ready ? (
        <>
          <div className={css.columns}>
            <Setup />
            <FlashMap />
            <div className={css.side}>
              <Actions />
              <JobPanel />
            </div>
          </div>
          <LogDrawer />
          {over && <div className={css.over}>{t('ui.writer.dropNow')}</div>}
          {whyOpen && <WhyDialog />}
        </>
      ) : (
        <NotYet
          loading={t('ui.app.loading')}
          failed={t('ui.writer.unreachable')}
          error={error}
          again={reload}
        />
      )}
    </main>
  );
}
