import type { Personality } from '../application/personality.js';
import { randomBytes, seededRandom } from '../random.js';
import { KeyValueStorage } from '../storage/key-value-storage.js';
import { encodeProtectedSector } from '../storage/protected-sector.js';
import { ImageStore } from './image-store.js';
import type { Values } from './values.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf8'));

/** A storage being written into an image as a running application would, one value after the other. */
export class ModuleStorage {
  readonly #personality: Personality;
  readonly #storage: KeyValueStorage;
  readonly #store: ImageStore;
  readonly #inner: Uint8Array;
  #protectedWrites = 0;

  /** Formats at once. @param image changed in place @param seed of the inner key */
  constructor(image: Uint8Array, personality: Personality, seed: number) {
    this.#personality = personality;
    this.#store = new ImageStore(image);
    this.#storage = new KeyValueStorage(personality.storage, this.#store);
    this.#inner = randomBytes(seededRandom(seed), 16);
    this.#storage.format(this.#inner);
  }

  /** @throws Error where a value does not fit */
  set(values: Values): void {
    for (const [key, value] of values) {
      if (!this.#storage.set(key, bytes(value))) throw new Error(`no room for ${key}`);
    }
  }

  delete(keys: readonly string[]): void {
    for (const key of keys) this.#storage.delete(key);
  }

  /** Sets one value and loses its power in the middle of the block that would carry it. */
  setTorn([key, value]: readonly [string, string]): void {
    this.#store.tearNext(0x7c0);
    this.#storage.set(key, bytes(value));
  }

  /** Class N: the protected copies as they follow the storage now; `tornFirst` loses the power in the first of them. */
  protect(tornFirst = false): void {
    const { storage, protectedKeys } = this.#personality;
    if (storage.protectedSectors.length === 0) return;
    const records = new Map<string, Uint8Array>();
    for (const key of protectedKeys) {
      const value = this.#storage.get(key);
      if (value) records.set(key, value);
    }
    this.#protectedWrites++;
    // Without a mirror the counter stays unused (authorization §5.4).
    const writes = storage.protectedSectors.length > 1 ? this.#protectedWrites : 0xffffffff;
    const sector = encodeProtectedSector({ inner: this.#inner, writes, records });
    if (tornFirst) this.#store.tearNext(0x7c0);
    for (const address of tornFirst ? storage.protectedSectors.slice(0, 1) : storage.protectedSectors)
      this.#store.writeSector(address, sector);
  }
}
