import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { StationText } from '../../../../../shared/contract/pms/stations.js';

const FILE = 'station-id';

function known(path: string): string | null {
  try {
    return StationText.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * How this station names itself to a server: the name of its machine and eight hex digits, made once and kept in the data
 * folder. Of two programs that make it at once, the first one has made it.
 */
export function stationId(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  const kept = known(path);
  if (kept !== null) return kept;
  const made = `${hostname().slice(0, 80)} ${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(path, `${made}\n`, { flag: 'wx', mode: 0o600 });
    return made;
  } catch (thrown) {
    const kept = known(path);
    if (kept === null) throw thrown;
    return kept;
  }
}
