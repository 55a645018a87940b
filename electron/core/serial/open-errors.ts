import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Why the OS refused to open a port. */
export type Refusal = 'not-found' | 'busy' | 'no-permission' | 'other';

/**
 * The library's bindings give no error codes, only the system's words (seen with serialport 13 on Linux: "No such
 * file or directory, cannot open …", "Resource temporarily unavailable Cannot lock port"; Windows: "Opening COM7:
 * File not found" / "Access denied"). Order matters: a lock failure is busy whatever else is said.
 */
const SIGNS: readonly (readonly [Refusal, RegExp])[] = [
  ['busy', /cannot lock port|resource busy|device or resource busy|temporarily unavailable|in use/i],
  ['not-found', /no such file|file not found|no such device|enoent/i],
  ['no-permission', /permission denied|operation not permitted|eacces/i],
];

/** Windows says "Access denied" to whoever comes second: there it means busy, elsewhere it is about rights. */
export function classifyRefusal(message: string, platform: NodeJS.Platform): Refusal {
  if (/access (is )?denied/i.test(message)) return platform === 'win32' ? 'busy' : 'no-permission';
  return SIGNS.find(([, sign]) => sign.test(message))?.[0] ?? 'other';
}

export interface RefusedOpen {
  readonly path: string;
  readonly platform: NodeJS.Platform;
  /** Looks up who has the port, as far as the OS tells. */
  readonly findHolder: (path: string) => Promise<string | null>;
}

/** What the OS said as a coded error: PORT_NOT_FOUND, PORT_BUSY, PORT_NO_PERMISSION or PORT_OPEN_FAILED. */
export async function openError(
  cause: unknown,
  { path, platform, findHolder }: RefusedOpen,
): Promise<KilnError> {
  const detail = cause instanceof Error ? cause.message : String(cause);
  switch (classifyRefusal(detail, platform)) {
    case 'not-found':
      return new KilnError('PORT_NOT_FOUND', { path }, { cause });
    case 'busy':
      return new KilnError('PORT_BUSY', { path, holder: (await findHolder(path)) ?? '?' }, { cause });
    case 'no-permission':
      return new KilnError('PORT_NO_PERMISSION', { path }, { cause });
    case 'other':
      return new KilnError('PORT_OPEN_FAILED', { path, detail }, { cause });
  }
}
