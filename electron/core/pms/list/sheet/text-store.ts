import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { insist } from './damage.js';

/** Texts that are found together. */
const BLOCK = 32;
/** Bytes that are written at once, and read at once where blocks are asked for in their order. */
const WINDOW = 262_144;
/** Blocks in memory: a list asks for its texts in their order, and for some again and again. */
const MOST_CACHED = 16;
/** Sixteen columns of the longest sheet. */
const MOST_TEXTS = 2 ** 24;
/** No text of a workbook holds it: XML has no such letter. */
const BETWEEN = '\0';

/**
 * The shared texts of a workbook, by their number, on the disk: a list of a million licenses has three million. What is
 * kept of them in memory is where each block begins. They are secrets: only their owner may read the file, and
 * it has no name any more while it is in use, where the platform allows.
 */
export class TextStore {
  readonly #folder: string;
  readonly #file: number;
  readonly #begins: number[] = [0];
  readonly #cached = new Map<number, readonly string[]>();
  #latest: { readonly block: number; readonly texts: readonly string[] } = { block: -1, texts: [] };
  #pending: string[] = [];
  /** Bytes that are still to be written; the file ends where they begin. */
  #unwritten: Uint8Array[] = [];
  #written = 0;
  #window: { readonly begin: number; readonly bytes: Buffer } = { begin: 0, bytes: Buffer.alloc(0) };

  private constructor(folder: string, file: number) {
    this.#folder = folder;
    this.#file = file;
  }

  /** @throws of the file system */
  static async open(): Promise<TextStore> {
    const folder = await mkdtemp(join(tmpdir(), 'kiln-list-'));
    try {
      const path = join(folder, 'texts');
      const store = new TextStore(folder, openSync(path, 'wx+', 0o600));
      // Windows may refuse; then close() does it.
      await rm(folder, { recursive: true }).catch(() => undefined);
      return store;
    } catch (thrown) {
      await rm(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  /** The next text; its number is how many there were. @throws DamagedWorkbook; of the file system */
  add(text: string): void {
    this.#pending.push(text);
    if (this.#pending.length === BLOCK) this.#closeBlock();
  }

  #closeBlock(): void {
    insist(this.#begins.length * BLOCK <= MOST_TEXTS, 'texts');
    const bytes = Buffer.from(this.#pending.join(BETWEEN));
    this.#pending = [];
    this.#unwritten.push(bytes);
    const end = (this.#begins.at(-1) ?? 0) + bytes.length;
    this.#begins.push(end);
    if (end - this.#written >= WINDOW) this.#write();
  }

  #write(): void {
    const bytes = Buffer.concat(this.#unwritten);
    this.#unwritten = [];
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#written + done);
    }
    this.#written += bytes.length;
  }

  /** After the last text. @throws of the file system */
  seal(): void {
    if (this.#pending.length > 0) this.#closeBlock();
    this.#write();
  }

  /** @returns undefined where there is no such text. @throws of the file system */
  get(index: number): string | undefined {
    const block = Math.floor(index / BLOCK);
    if (block !== this.#latest.block) this.#latest = { block, texts: this.#block(block) };
    return this.#latest.texts[index % BLOCK];
  }

  #block(block: number): readonly string[] {
    const texts = this.#cached.get(block) ?? this.#read(block);
    this.#cached.delete(block);
    this.#cached.set(block, texts);
    if (this.#cached.size > MOST_CACHED) {
      const [oldest = -1] = this.#cached.keys();
      this.#cached.delete(oldest);
    }
    return texts;
  }

  #read(block: number): readonly string[] {
    const [begin, end] = [this.#begins[block], this.#begins[block + 1]];
    if (begin === undefined || end === undefined) return [];
    const window = this.#window;
    const ends = window.begin + window.bytes.length;
    if (begin < window.begin || end > ends) {
      // Right behind what was read last, more of it will be wanted.
      const most = begin >= window.begin && begin <= ends ? Math.max(end, begin + WINDOW) : end;
      this.#window = { begin, bytes: this.#bytes(begin, Math.min(most, this.#written)) };
    }
    const from = begin - this.#window.begin;
    return this.#window.bytes.toString('utf8', from, from + end - begin).split(BETWEEN);
  }

  #bytes(begin: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - begin);
    for (let done = 0; done < bytes.length;) {
      const read = readSync(this.#file, bytes, done, bytes.length - done, begin + done);
      insist(read > 0, 'texts are gone');
      done += read;
    }
    return bytes;
  }

  async close(): Promise<void> {
    closeSync(this.#file);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
