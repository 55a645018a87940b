import { BrowserWindow, nativeTheme, screen } from 'electron';

import { DEFAULT_SIZE, fitBounds, MINIMUM_SIZE, type WindowState } from './bounds.js';
import type { JsonFile } from './json-file.js';

export interface WindowOptions {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Absolute path of a PNG, for desktops that take a window's icon from the window. */
  readonly icon: string;
  readonly state: JsonFile<WindowState>;
  readonly devTools: boolean;
}

/** The page's own --bg, so that nothing flashes before its styles are there. */
const BACKGROUND = { dark: '#0f1012', light: '#f3f3f1' };

const background = (): string => (nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);

/** Makes the window, still without a page; it shows itself when the page has painted. */
export function createWindow({ preload, icon, state, devTools }: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...fitBounds(state.value.bounds, areas),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Kiln',
    icon,
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools,
    },
  });
  if (state.value.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  followTheme(window);
  window.on('close', () => remember(window, state));
  return window;
}

function followTheme(window: BrowserWindow): void {
  const paint = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', paint);
  window.once('closed', () => nativeTheme.off('updated', paint));
}

function remember(window: BrowserWindow, state: JsonFile<WindowState>): void {
  try {
    state.set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  } catch {
    // A full disk must not keep the window open.
  }
}

/** Brings the window to the front, for a second start of the program. */
export function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
