import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { PortInfo } from '../../shared/contract/ports.js';
import type { BurnedImage, BurnedImages, RateMemory } from './beken/api.js';

const FILE = 'loader.json';
/** An image of 2 MiB is 512 numbers: 16 of them make a small file. */
const IMAGES = 16;
const ADAPTERS = 64;

const Memory = z.object({
  /** Rate by adapter, the latest last. */
  rates: z.record(z.string(), z.number().int().positive()),
  /** The latest first. */
  images: z.array(z.object({ start: z.number().int(), sectors: z.array(z.number().int()) })),
});
type Memory = z.infer<typeof Memory>;

/** What the loader remembers from run to run: nothing that cannot be found out again. */
export interface LoaderMemory {
  /** The rate of one adapter, or null for a port that nothing identifies. */
  ratesOf(port: PortInfo | undefined): RateMemory | null;
  readonly burned: BurnedImages;
  /** Writes the file, where anything has changed. */
  save(): Promise<void>;
}

/** What stays the same when an adapter is plugged in again: its ids, and its serial number or else its socket. */
export function adapterKey(port: PortInfo | undefined): string | null {
  const { vendorId, productId, serialNumber, socket } = port ?? {};
  if (vendorId === undefined || productId === undefined) return null;
  return [vendorId, productId, serialNumber ?? socket ?? ''].join(':').toLowerCase();
}

/** A file that is not there, or not what it should be, is an empty memory. */
async function load(path: string): Promise<Memory> {
  try {
    return Memory.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return { rates: {}, images: [] };
  }
}

function latest(rates: Memory['rates'], key: string, baudRate: number): Memory['rates'] {
  const others = Object.entries(rates).filter(([known]) => known !== key);
  return Object.fromEntries([...others.slice(1 - ADAPTERS), [key, baudRate]]);
}

/** Opens the memory in the data folder, which is made where it is missing when there is something to keep. */
export async function openLoaderMemory(folder: string): Promise<LoaderMemory> {
  const path = join(folder, FILE);
  let { rates, images } = await load(path);
  let changed = false;
  return {
    ratesOf(port) {
      const key = adapterKey(port);
      if (key === null) return null;
      return {
        recall: () => rates[key] ?? null,
        keep(baudRate) {
          if (rates[key] === baudRate) return;
          rates = latest(rates, key, baudRate);
          changed = true;
        },
      };
    },
    burned: {
      recent: () => images,
      add(image: BurnedImage) {
        const text = JSON.stringify(image);
        const others = images.filter((known) => JSON.stringify(known) !== text);
        images = [{ start: image.start, sectors: [...image.sectors] }, ...others].slice(0, IMAGES);
        changed = true;
      },
    },
    async save() {
      if (!changed) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, JSON.stringify({ rates, images }), { mode: 0o600 });
      await rename(draft, path);
      changed = false;
    },
  };
}
