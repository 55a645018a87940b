import type { SerialPort } from 'serialport';

import type { PortInfo } from '../../../shared/contract/ports.js';
import { canonicalPath } from './canonical-path.js';
import { openError } from './open-errors.js';
import { presentPorts, type OsPort } from './os-ports.js';
import { portFingerprint } from './port-fingerprint.js';
import { findHolder } from './port-holder.js';
import { SerialportTransport } from './serialport-transport.js';
import { sysfsPorts } from './sysfs-ports.js';
import type { OpenOptions, SerialBackend, Transport } from './transport.js';

// Loaded at the first use: most commands open no port, and all would wait for it.
const library = () => import('serialport');

async function openStream(path: string, baudRate: number): Promise<SerialPort> {
  const { SerialPort } = await library();
  const port = new SerialPort({
    path,
    baudRate,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    lock: true,
    autoOpen: false,
  });
  return new Promise((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve(port)));
  });
}

/** The library asks udev on Linux; where there is none, the kernel's own list does. */
async function listed(): Promise<readonly OsPort[]> {
  const { SerialPort } = await library();
  const asked = SerialPort.list();
  return process.platform === 'linux' ? asked.catch(() => sysfsPorts()) : asked;
}

/** The operating system's serial ports, and any pty or link that is named by hand. */
class SerialportBackend implements SerialBackend {
  #known: { readonly fingerprint: string; readonly ports: readonly PortInfo[] } | null = null;

  owns(path: string): boolean {
    return !path.startsWith('virtual:');
  }

  /** Ptys are not listed by the OS: they work when their path is given. */
  async list(): Promise<readonly PortInfo[]> {
    const fingerprint = await portFingerprint(process.platform);
    if (fingerprint !== null && this.#known?.fingerprint === fingerprint) return this.#known.ports;
    const ports = presentPorts(await listed(), process.platform);
    this.#known = fingerprint === null ? null : { fingerprint, ports };
    return ports;
  }

  async open(path: string, { baudRate }: OpenOptions): Promise<Transport> {
    const device = canonicalPath(path);
    const stream = await openStream(device, baudRate).catch(async (cause: unknown) => {
      throw await openError(cause, {
        path,
        platform: process.platform,
        findHolder: () => findHolder(device),
      });
    });
    const transport = new SerialportTransport(stream);
    // Drivers raise both lines on open, and RTS is wired to the chip's reset on many fixtures (protocol §9).
    await transport.setLines({ dtr: false, rts: false });
    return transport;
  }
}

/** @see SerialBackend for the errors of `open` */
export function createSerialportBackend(): SerialBackend {
  return new SerialportBackend();
}
