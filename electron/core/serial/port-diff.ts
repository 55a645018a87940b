import type { PortInfo } from '../../../shared/contract/ports.js';

/** What a look at the ports found, against the look before. */
export interface PortChange {
  readonly ports: readonly PortInfo[];
  readonly added: readonly PortInfo[];
  readonly removed: readonly PortInfo[];
}

/** Two infos of one path differ when the adapter in that socket is another one. */
function same(a: PortInfo, b: PortInfo): boolean {
  return (
    a.path === b.path && a.label === b.label && a.socket === b.socket && a.serialNumber === b.serialNumber
  );
}

/** The change from `before` to `after`, or null where there is none. An adapter swapped under one path is removed and added. */
export function diffPorts(before: readonly PortInfo[], after: readonly PortInfo[]): PortChange | null {
  const added = after.filter((port) => !before.some((other) => same(port, other)));
  const removed = before.filter((port) => !after.some((other) => same(port, other)));
  return added.length + removed.length === 0 ? null : { ports: after, added, removed };
}
