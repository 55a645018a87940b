import { Menu } from 'electron';

/** No menu, except where a Mac needs one for copy, paste and quit. Its keys would otherwise shadow the page's. */
export function setMenu(platform: NodeJS.Platform = process.platform): void {
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
