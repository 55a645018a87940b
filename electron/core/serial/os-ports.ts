import type { PortInfo } from '../../../shared/contract/ports.js';
import { adapterName } from './usb-adapters.js';

/** What the `serialport` library lists; every field but `path` may be missing. */
export interface OsPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** Linux lists 32 `ttyS` ports whether or not there is a chip behind them; only those with a hardware id are real. */
function isPhantom({ path, pnpId, vendorId }: OsPort): boolean {
  return /^\/dev\/ttyS\d+$/.test(path) && !pnpId && !vendorId;
}

/** macOS lists `tty.*`, whose open waits for a carrier that a UART adapter never raises; `cu.*` is the same port without the wait. */
function callOut(path: string): string {
  return path.replace(/^\/dev\/tty\./, '/dev/cu.');
}

function describe(port: OsPort, platform: NodeJS.Platform): PortInfo {
  const { manufacturer, locationId, pnpId, vendorId, productId, serialNumber } = port;
  const path = platform === 'darwin' ? callOut(port.path) : port.path;
  const socket = locationId ?? pnpId;
  return {
    path,
    kind: 'serial',
    label: adapterName(vendorId) ?? manufacturer ?? path.replace(/^\/dev\//, ''),
    ...(socket ? { socket } : {}),
    ...(vendorId ? { vendorId: vendorId.toLowerCase() } : {}),
    ...(productId ? { productId: productId.toLowerCase() } : {}),
    ...(serialNumber ? { serialNumber } : {}),
  };
}

/** The OS's ports as the operator sees them, each once, by path in natural order (COM2 before COM10). */
export function presentPorts(ports: readonly OsPort[], platform: NodeJS.Platform): readonly PortInfo[] {
  const byPath = new Map<string, PortInfo>();
  for (const port of ports) {
    if (platform === 'linux' && isPhantom(port)) continue;
    const info = describe(port, platform);
    byPath.set(info.path, info);
  }
  return [...byPath.values()].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}
