import { BrowserWindow, dialog, type FileFilter } from 'electron';

export const RECORD_FILES: FileFilter[] = [
  { name: 'CSV', extensions: ['csv'] },
  { name: 'Excel', extensions: ['xlsx'] },
];

/** Asks for a file to write. @returns its path, null where nobody chose one */
export async function askWhereTo(name: string, filters: FileFilter[]): Promise<string | null> {
  const options = { defaultPath: name, filters };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}
