import { crc32 } from 'node:zlib';

import { openPromise, type Entry, type ZipFile } from 'yauzl';

import { insist } from './damage.js';

/** Of workbooks; those seen have some ten. */
const MOST_PARTS = 10_000;
/** Of one part. A sheet of a million rows of eight cells has some 500 MB. */
const MOST_UNPACKED = 2 ** 31;

/** The parts of a workbook, in whatever order they lie in the archive. */
export class Archive {
  readonly #file: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;

  private constructor(file: ZipFile, parts: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#parts = parts;
  }

  /** @throws of the file system; anything else where it is no archive */
  static async open(path: string): Promise<Archive> {
    const file = await openPromise(path, { autoClose: false });
    try {
      insist(file.entryCount <= MOST_PARTS, 'parts');
      const parts = new Map<string, Entry>();
      for await (const entry of file.eachEntry()) parts.set(entry.fileName.toLowerCase(), entry);
      return new Archive(file, parts);
    } catch (thrown) {
      file.close();
      throw thrown;
    }
  }

  /** @param name without regard to case, as packages have it. @throws DamagedWorkbook where there is none */
  #part(name: string): Entry {
    const part = this.#parts.get(name.toLowerCase());
    insist(part !== undefined, 'no such part');
    return part;
  }

  /** Bytes of a part, unpacked. @throws DamagedWorkbook where there is none, or they are too many */
  size(name: string): number {
    const { uncompressedSize } = this.#part(name);
    insist(uncompressedSize <= MOST_UNPACKED, 'size');
    return uncompressedSize;
  }

  /** What a part holds, never more than its size. @throws whatever is wrong with it */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const part = this.#part(name);
    this.size(name);
    let sum = 0;
    for await (const chunk of await this.#file.openReadStreamPromise(part)) {
      sum = crc32(chunk as Uint8Array, sum);
      yield chunk as Uint8Array;
    }
    insist(sum === part.crc32, 'checksum');
  }

  close(): void {
    this.#file.close();
  }
}
