import { extname } from 'node:path';

import { BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron';

import type { KilnCore } from '../core/kiln.js';
import type { Handlers } from './calls.js';
import { askWhereTo } from './save-dialog.js';

const CHOICES: Record<'firmware' | 'list', FileFilter[]> = {
  firmware: [{ name: 'QIO, UA, UG', extensions: ['bin'] }],
  list: [{ name: 'CSV, TSV, XLSX', extensions: ['csv', 'tsv', 'txt', 'xlsx'] }],
};

async function ask(options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

const askWhich = (filters: FileFilter[]): Promise<string | null> =>
  ask({ properties: ['openFile'], filters: [...filters, { name: '*', extensions: ['*'] }] });
const askFolder = (): Promise<string | null> => ask({ properties: ['openDirectory', 'createDirectory'] });

/** The calls of the Desk that ask the system for a file. The core gets the path, the page a name. */
export function deskDialogs(
  desk: KilnCore['desk'],
): Pick<Handlers, 'desk.choose' | 'desk.take' | 'desk.download' | 'desk.downloadAll'> {
  return {
    'desk.choose': async ({ purpose }) => {
      const path = await askWhich(CHOICES[purpose]);
      return path === null ? null : desk.take(path);
    },
    'desk.take': ({ path }) => desk.take(path),
    'desk.download': (request) =>
      desk.download(request, (name) => {
        const extension = extname(name).slice(1);
        return askWhereTo(name, [{ name: extension.toUpperCase(), extensions: [extension] }]);
      }),
    'desk.downloadAll': (request) => desk.downloadAll(request, askFolder),
  };
}
