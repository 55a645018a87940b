import { app, BrowserWindow, nativeTheme } from 'electron';

import type { KilnCore } from '../core/kiln.js';
import type { Clock } from '../core/time/clock.js';
import { appInfo, isTestPackage } from './app-info.js';
import { openWindowState } from './bounds.js';
import type { Handlers } from './calls.js';
import { guardClose } from './close-guard.js';
import { deskDialogs } from './desk-dialogs.js';
import { broadcast } from './events.js';
import { bindCalls } from './ipc.js';
import { closeBeforeQuit } from './leave.js';
import { setMenu } from './menu.js';
import type { AppPlaces } from './places.js';
import { mergePreferences, openPreferences } from './preferences.js';
import { PAGE_ORIGIN, PAGE_URL, serveScheme } from './scheme.js';
import { askWhereTo, RECORD_FILES } from './save-dialog.js';
import { lockSession } from './security.js';
import { StayAwake } from './stay-awake.js';
import { createWindow, raise } from './window.js';
import { writerDialogs } from './writer-dialogs.js';

export interface AppParts {
  readonly core: KilnCore;
  readonly clock: Clock;
  readonly places: AppPlaces;
}

/** Puts the window in front of a core that is open. @returns once the page is loaded */
export async function runApp({ core, clock, places }: AppParts): Promise<BrowserWindow> {
  const { dataFolder, page } = places;
  const appPath = app.getAppPath();
  const underTest = !app.isPackaged || isTestPackage(appPath);
  const preferences = openPreferences(dataFolder, app.getLocale());
  nativeTheme.themeSource = preferences.value.theme;
  const info = appInfo({
    appPath,
    resourcesPath: process.resourcesPath,
    dataFolder,
    demoToken: core.demoToken,
  });

  const handlers: Handlers = {
    ...core.calls,
    ...writerDialogs({
      writer: core.writer,
      window: () => BrowserWindow.getAllWindows()[0] ?? null,
      language: () => preferences.value.language,
    }),
    ...deskDialogs(core.desk),
    'app.info': () => Promise.resolve(info),
    'records.export': async (days) => {
      const path = await askWhereTo(`kiln-${days.from}.csv`, RECORD_FILES);
      return path === null ? null : { path, runs: await core.exportRecords(path, days) };
    },
    'preferences.get': () => Promise.resolve(preferences.value),
    'preferences.set': (change) => {
      preferences.set(mergePreferences(preferences.value, change));
      nativeTheme.themeSource = preferences.value.theme;
      return Promise.resolve(preferences.value);
    },
  };
  lockSession();
  setMenu();
  await serveScheme(page);
  bindCalls(places.devServer ?? PAGE_ORIGIN, {
    handlers,
    checkReplies: underTest,
    onFault: (call, fault) =>
      process.stderr.write(
        `kiln: ${call}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`,
      ),
  });

  const awake = new StayAwake();
  core.onEvent((name, payload) => {
    broadcast(name, payload, underTest);
    awake.update(core.busy());
  });
  closeBeforeQuit(() => core.close(), clock);

  const window = createWindow({
    preload: places.preload,
    icon: places.icon,
    state: openWindowState(dataFolder),
    devTools: underTest,
  });
  const letGo = guardClose(window, { busy: () => core.busy(), language: () => preferences.value.language });
  app.on('second-instance', () => raise(window));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      letGo();
      app.quit();
    });
  }
  await load(window, places.devServer === null ? PAGE_URL : `${places.devServer}/index.html`);
  return window;
}

/** A page that is taken away by the end of the program is no failure to load. */
async function load(window: BrowserWindow, url: string): Promise<void> {
  let leaving = false;
  app.once('before-quit', () => {
    leaving = true;
  });
  try {
    await window.loadURL(url);
  } catch (thrown) {
    if (!leaving) throw thrown;
  }
}
