import type { Silicon } from '../board/silicon.js';
import { randomBytes } from '../random.js';
import { KeyValueStorage } from '../storage/key-value-storage.js';
import {
  decodeProtectedSector,
  encodeProtectedSector,
  fitsProtectedSector,
} from '../storage/protected-sector.js';
import type { AppFlash } from './app-flash.js';
import type { Personality } from './personality.js';

/** The application's settings by key, as text, wherever they stand in flash. */
export class Settings {
  readonly #silicon: Silicon;
  readonly #personality: Personality;
  readonly #flash: AppFlash;
  readonly #storage: KeyValueStorage;
  #ready = false;

  constructor(silicon: Silicon, personality: Personality, flash: AppFlash) {
    this.#silicon = silicon;
    this.#personality = personality;
    this.#flash = flash;
    this.#storage = new KeyValueStorage(personality.storage, flash);
  }

  /** False on a wiped class N module until `format`. */
  get ready(): boolean {
    return this.#ready;
  }

  /**
   * At boot: reads the storage; where it is gone, class T makes a new one at once, class N restores it from a
   * protected sector, or leaves it for later where that is gone too (authorization §5.3, §5.7, §0.1.8).
   */
  mount(): void {
    this.#ready = this.#storage.mount();
    if (this.#ready) return;
    if (this.#personality.storage.protectedSectors.length === 0) return this.format();
    const copy = this.#protectedCopy();
    if (!copy) return;
    this.#silicon.note('application', 'kv not valid, use protected to recover');
    this.#silicon.log('kv not valid, use protected to recover');
    this.#storage.format(copy.inner);
    for (const [name, value] of copy.records) this.#storage.set(name, value);
    this.#ready = true;
  }

  /** A new, empty storage under a new random key. */
  format(): void {
    this.#storage.format(randomBytes(this.#silicon.random, 16));
    this.#ready = true;
  }

  /** The text without trailing NULs, null where the key is not set. */
  get(name: string): string | null {
    const value = this.#ready ? this.#storage.get(name) : null;
    return value === null ? null : Buffer.from(value).toString('utf8').replace(/\0+$/, '');
  }

  /** @returns false where it does not fit */
  set(name: string, text: string): boolean {
    const done = this.#ready && this.#storage.set(name, Buffer.from(text, 'utf8'));
    if (done) this.#copyProtected(name);
    return done;
  }

  /** Several at once; the protected copies are written once. @returns false where one does not fit */
  setAll(values: Readonly<Record<string, string>>): boolean {
    if (!this.#ready) return false;
    const names = Object.keys(values);
    const done = names.every((name) => this.#storage.set(name, Buffer.from(values[name] ?? '', 'utf8')));
    this.#copyProtected(...names);
    return done;
  }

  delete(name: string): void {
    if (this.#ready) this.#storage.delete(name);
  }

  #protectedCopy(): ReturnType<typeof decodeProtectedSector> {
    for (const sector of this.#personality.storage.protectedSectors) {
      const copy = decodeProtectedSector(this.#flash.readSector(sector));
      if (copy) return copy;
    }
    return null;
  }

  #copyProtected(...names: readonly string[]): void {
    const { protectedKeys } = this.#personality;
    const { protectedSectors } = this.#personality.storage;
    const { inner } = this.#storage;
    if (!inner || protectedSectors.length === 0) return;
    if (!names.some((name) => protectedKeys.includes(name))) return;
    const records = new Map<string, Uint8Array>();
    for (const name of protectedKeys) {
      const value = this.#storage.get(name);
      if (value) records.set(name, value);
    }
    const before = this.#protectedCopy()?.writes ?? 0;
    // Without a mirror the counter stays unused (authorization §5.4).
    const writes = protectedSectors.length > 1 ? (before + 1) >>> 0 : 0xffffffff;
    // What no sector holds leaves the copies as they were: nothing tells what a module does.
    if (!fitsProtectedSector(records)) return;
    const sector = encodeProtectedSector({ inner, writes, records });
    for (const address of protectedSectors) this.#flash.writeSector(address, sector);
  }
}
