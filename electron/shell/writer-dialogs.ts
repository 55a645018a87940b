import { basename, join } from 'node:path';

import { app, dialog, type BrowserWindow } from 'electron';

import type { KilnCore } from '../core/kiln.js';
import { WORDS, type Language } from '../../shared/words/index.js';
import type { Handlers } from './calls.js';

export interface Asking {
  readonly writer: KilnCore['writer'];
  /** Dialogs belong to the window; null while there is none. */
  readonly window: () => BrowserWindow | null;
  readonly language: () => Language;
}

type WriterDialogs = Pick<Handlers, 'writer.browse' | 'writer.read' | 'writer.saveLog'>;

/** The calls of the Writer that ask the system for a file. The core gets the path, the page only learns that it went on. */
export function writerDialogs({ writer, window, language }: Asking): WriterDialogs {
  const words = () => WORDS[language()].shell.writer;
  const askWhere = async (title: string, name: string, extension: string): Promise<string | null> => {
    const options = {
      title,
      defaultPath: join(app.getPath('documents'), basename(name)),
      filters: [{ name: extension, extensions: [extension] }],
    };
    const parent = window();
    const asked = parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options);
    const { canceled, filePath } = await asked;
    return canceled || filePath === '' ? null : filePath;
  };
  return {
    'writer.browse': async () => {
      const { firmware, all, open } = words();
      const options: Electron.OpenDialogOptions = {
        title: open,
        properties: ['openFile'],
        filters: [
          { name: firmware, extensions: ['bin', 'rbl'] },
          { name: all, extensions: ['*'] },
        ],
      };
      const parent = window();
      const asked = parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options);
      const [path] = (await asked).filePaths;
      if (path === undefined) return false;
      await writer.openFile(path);
      return true;
    },
    'writer.read': async () => {
      // Before anybody chooses a folder in vain.
      writer.check({ action: 'read' });
      const path = await askWhere(words().saveRead, writer.suggestName(), 'bin');
      if (path === null) return false;
      await writer.run({ action: 'read', path });
      return true;
    },
    'writer.saveLog': async (request) => {
      const path = await askWhere(words().saveLog, 'kiln-writer.log', 'log');
      if (path === null) return false;
      await writer.saveLog(path, request.language);
      return true;
    },
  };
}
