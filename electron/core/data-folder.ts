import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface FolderRequest {
  /** `--data DIR`, which wins. */
  readonly option?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Demos keep their licenses apart from real ones. */
  readonly demo?: boolean;
}

/** Where a user's programs keep their data, by the platform's own rules. */
function platformFolder({ env, platform }: FolderRequest): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Kiln');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Kiln');
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'kiln');
}

/** The data folder that app and command line share: `--data`, else KILN_DATA, else the platform's place. Absolute. */
export function dataFolder(request: FolderRequest): string {
  const chosen = request.option ?? request.env['KILN_DATA'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const base = platformFolder(request);
  return request.demo === true ? join(base, 'demo') : base;
}
