import { join } from 'node:path';

/** Where things are on this machine. */
export interface AppPlaces {
  readonly dataFolder: string;
  /** Chromium's own files, inside the data folder: so the single-instance lock is one per data folder. */
  readonly browserFolder: string;
  readonly preload: string;
  /** Folder of the built page. */
  readonly page: string;
  readonly icon: string;
  /** Origin of the development server, null when the built page is used. */
  readonly devServer: string | null;
}

export interface PlacesRequest {
  /** Folder of the built main.js. */
  readonly built: string;
  readonly dataFolder: string;
  readonly packaged: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A packaged app never listens to the variable that names a development server. */
export function placesOf({ built, dataFolder, packaged, env }: PlacesRequest): AppPlaces {
  const url = packaged ? undefined : env['ELECTRON_RENDERER_URL'];
  return {
    dataFolder,
    browserFolder: join(dataFolder, 'browser'),
    preload: join(built, '..', 'preload', 'preload.cjs'),
    page: join(built, '..', 'renderer'),
    icon: join(built, '..', '..', 'resources', 'icons', '256x256.png'),
    devServer: url ? new URL(url).origin : null,
  };
}
