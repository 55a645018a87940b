import { app, dialog } from 'electron';

import { toCodedError } from '../../shared/errors/kiln-error.js';
import { errorText } from '../../shared/words/error-text.js';
import { WORDS } from '../../shared/words/index.js';
import { languageFor } from './preferences.js';

/** Says why the program cannot start, on the console and where there is a screen in a box, and ends it. */
export function refuseToStart(thrown: unknown, exitCode = 1): void {
  const error = toCodedError(thrown);
  const language = app.isReady() ? languageFor(app.getLocale()) : 'en';
  const { title, cause, remedy } = errorText(language, error);
  process.stderr.write(`kiln: ${title}. ${cause} ${remedy}\n`);
  if (app.isReady() && app.isPackaged) {
    dialog.showErrorBox(WORDS[language].shell.noStart, [title, cause, remedy].join('\n\n'));
  }
  app.exit(exitCode);
}
