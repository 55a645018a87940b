import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import type { AppInfo } from '../../shared/contract/app.js';

/** Put into the fallback runtime's resources by scripts/lib/fallback-runtime.mjs. */
const FALLBACK_MARK = 'kiln-fallback-runtime';

export interface AppFacts {
  readonly appPath: string;
  readonly resourcesPath: string;
  readonly dataFolder: string;
  readonly demoToken: string | null;
}

/** Whether the package says of itself that it was built for testing only (scripts/dist.mjs). */
export function isTestPackage(appPath: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    return manifest['kilnTestPackage'] === true;
  } catch {
    return false;
  }
}

/** What the frame of the window shows of the program. */
export function appInfo({ appPath, resourcesPath, dataFolder, demoToken }: AppFacts): AppInfo {
  return {
    version: __KILN_VERSION__,
    platform: process.platform,
    electron: process.versions.electron,
    fallbackRuntime: existsSync(join(resourcesPath, FALLBACK_MARK)),
    testPackage: isTestPackage(appPath),
    dataFolder,
    demoToken,
    station: hostname(),
  };
}
