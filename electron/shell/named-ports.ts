import { basename } from 'node:path';

import type { EventName, EventPayload } from '../../shared/contract/channels.js';
import type { PortInfo } from '../../shared/contract/ports.js';
import type { KilnCore } from '../core/kiln.js';

/** The same core with ports on its list that somebody named: ptys and links work, but no system lists them. */
export function withNamedPorts(core: KilnCore, paths: readonly string[]): KilnCore {
  if (paths.length === 0) return core;
  const named = (ports: readonly PortInfo[]): PortInfo[] => [
    ...ports,
    ...paths
      .filter((path) => !ports.some((port) => port.path === path))
      .map((path): PortInfo => ({ path, kind: 'serial', label: basename(path) })),
  ];
  return {
    ...core,
    calls: { ...core.calls, 'ports.list': () => core.calls['ports.list'](undefined).then(named) },
    onEvent: (listener) =>
      core.onEvent((name: EventName, payload: EventPayload<EventName>) => {
        const send = listener as (name: EventName, payload: EventPayload<EventName>) => void;
        send(name, name === 'ports.changed' ? named(payload as PortInfo[]) : payload);
      }),
  };
}
