import { existsSync } from 'node:fs';

import type { PortInfo } from '../../../shared/contract/ports.js';
import { canonicalPath } from './canonical-path.js';
import type { SerialBackend } from './transport.js';

/**
 * A backend whose list also shows ports that were named by hand: pseudo terminals, links and whatever else the OS
 * does not list as a serial port. A named port is on the list while its path exists.
 */
export function withNamedPorts(backend: SerialBackend, names: readonly string[]): SerialBackend {
  const named = (listed: readonly PortInfo[]): PortInfo[] => {
    const known = new Set(listed.map(({ path }) => canonicalPath(path)));
    return names
      .filter((path) => existsSync(path) && !known.has(canonicalPath(path)))
      .map((path) => ({ path, kind: 'serial', label: '' }));
  };
  return {
    owns: (path) => backend.owns(path),
    open: (path, options) => backend.open(path, options),
    async list() {
      // What was named by hand is there whether or not the system can list its own.
      const listed = await backend.list().catch(() => []);
      return [...listed, ...named(listed)];
    },
  };
}
