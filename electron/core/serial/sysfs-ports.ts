import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { OsPort } from './os-ports.js';

const TTYS = '/sys/class/tty';
/** How far above a tty its USB device may stand: tty, interface, device. */
const LEVELS = 4;

async function text(folder: string, name: string): Promise<string | undefined> {
  const content = await readFile(join(folder, name), 'utf8').catch(() => '');
  return content.trim() || undefined;
}

/** The USB device that a tty belongs to: the nearest folder above that knows its vendor. */
async function usbDevice(device: string): Promise<Partial<OsPort>> {
  let folder = device;
  for (let level = 0; level < LEVELS; level += 1, folder = dirname(folder)) {
    const vendorId = await text(folder, 'idVendor');
    if (vendorId === undefined) continue;
    const [productId, serialNumber, manufacturer] = await Promise.all(
      ['idProduct', 'serial', 'manufacturer'].map((name) => text(folder, name)),
    );
    return {
      vendorId,
      productId,
      serialNumber,
      manufacturer,
      pnpId: folder.slice(folder.lastIndexOf('/') + 1),
    };
  }
  return {};
}

/**
 * What Linux itself says of its serial ports, for systems without udev, whose `udevadm` the library asks: every tty
 * that has a device behind it. @returns as the library would, a phantom ttyS without ids among them
 */
export async function sysfsPorts(folder = TTYS): Promise<OsPort[]> {
  const names = await readdir(folder).catch(() => []);
  const ports = names.map(async (name): Promise<OsPort | null> => {
    const device = await realpath(join(folder, name, 'device')).catch(() => null);
    return device === null ? null : { path: `/dev/${name}`, ...(await usbDevice(device)) };
  });
  return (await Promise.all(ports)).filter((port) => port !== null);
}
