import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import type { z } from 'zod';

/**
 * A small file of settings, read once and written whole: to a side file first, so that a crash leaves the old one
 * or the new one. One that cannot be understood is set aside as `*.damaged`, and the fallback holds.
 * Synchronous on purpose: it is read before there is a window and written on its close.
 */
export class JsonFile<T> {
  readonly #path: string;
  readonly #shape: z.ZodType<T>;
  #value: T;

  constructor(path: string, shape: z.ZodType<T>, fallback: T) {
    this.#path = path;
    this.#shape = shape;
    this.#value = this.#read() ?? fallback;
  }

  get value(): T {
    return this.#value;
  }

  /** The value holds from here on even when the disk refuses it. @throws what the file system throws */
  set(value: T): void {
    this.#value = this.#shape.parse(value);
    mkdirSync(dirname(this.#path), { recursive: true });
    const side = `${this.#path}.new`;
    const file = openSync(side, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify(this.#value, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(side, this.#path);
  }

  #read(): T | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return null;
    }
    try {
      return this.#shape.parse(JSON.parse(text));
    } catch {
      renameSync(this.#path, `${this.#path}.damaged`);
      return null;
    }
  }
}
