import { app, dialog, type BrowserWindow } from 'electron';

import type { Language } from '../../shared/words/index.js';
import { WORDS } from '../../shared/words/index.js';

export interface Guarded {
  readonly busy: () => boolean;
  readonly language: () => Language;
}

/**
 * Asks before the window closes on running jobs: a board half written is a board to do again, and its license waits
 * for it. Returns a function that lets the next close pass, for an end that was decided elsewhere (a signal).
 */
export function guardClose(window: BrowserWindow, { busy, language }: Guarded): () => void {
  let allowed = false;
  let asking = false;
  const ask = async (): Promise<void> => {
    asking = true;
    const { close } = WORDS[language()].shell;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      title: close.title,
      message: close.message,
      detail: close.detail,
      buttons: [close.stay, close.leave],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    asking = false;
    if (response !== 1) return;
    allowed = true;
    app.quit();
  };
  window.on('close', (event) => {
    if (allowed || !busy()) return;
    event.preventDefault();
    if (!asking) void ask();
  });
  return () => {
    allowed = true;
  };
}
