import { useEffect } from 'react';

import { useLanguage } from '../../components/use-words.js';
import type { Language } from '../../../shared/words/index.js';
import { commandOf, type WriterCommand } from './key-commands.js';
import { hindranceOf, isRunning } from './model.js';
import { sceneOf, useWriterStore, type WriterState } from './writer-store.js';

function perform(writer: WriterState, command: WriterCommand, language: Language): void {
  const { snapshot } = writer.sync;
  if (snapshot === null) return;
  const running = isRunning(snapshot.job);
  switch (command.do) {
    case 'run':
      if (running || hindranceOf(command.action, sceneOf(writer, snapshot)) !== null) return;
      return void writer.run(command.action);
    case 'stop':
      return running ? void writer.stop() : undefined;
    case 'open':
      return running ? undefined : void writer.browse();
    case 'save':
      return snapshot.log.length === 0 ? undefined : void writer.saveLog(language);
    case 'log':
      return writer.toggleLog();
    case 'why':
      return writer.toggleWhy();
  }
}

/** The keys of the view. */
export function useWriterKeys(): void {
  const store = useWriterStore();
  const language = useLanguage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const writer = store.getState();
      const target = event.target instanceof HTMLElement ? event.target : null;
      // Also one that the page laid over the view: then only its own keys work.
      const dialog = writer.whyOpen || document.querySelector('[role="dialog"]') !== null;
      const command = commandOf({
        key: event.key,
        code: event.code,
        ctrl: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        shift: event.shiftKey,
        repeat: event.repeat,
        escapeTaken:
          dialog ||
          target?.getAttribute('aria-expanded') === 'true' ||
          target?.closest('[role="menu"]') !== null,
        dialog,
      });
      if (command === null) return;
      event.preventDefault();
      perform(writer, command, language);
    };
    // In the capture phase: a list that Escape closes is still open then, so the key is known to be its own.
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [store, language]);
}
