import { app, session, shell, type WebContents } from 'electron';

import { isAllowedLink } from './external-links.js';

/** Shuts every door of the web platform that Kiln does not use, for every page there will ever be. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

/** The same for what is decided per session; to be called once the app is ready. */
export function lockSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  // Serial ports belong to the core: the page's own Web Serial, HID and USB stay shut.
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}
