import type { Secrets } from '../../../secrets/secrets.js';
import type { Disk } from './disk.js';

const PLACE = 'taken';

interface Read {
  /** Of the first and the last piece that was read. */
  readonly first: number;
  last: number;
  readonly macs: Set<string>;
}

/** Boards that hold a license of a token as the server told it: MACs, sealed, in pieces as they came. */
export class TakenBoards {
  readonly #disk: Disk;
  readonly #url: string;
  readonly #secrets: Secrets;
  readonly #read = new Map<string, Read>();

  constructor(disk: Disk, url: string, secrets: Secrets) {
    this.#disk = disk;
    this.#url = url;
    this.#secrets = secrets;
  }

  /** All of a token; what another program of this folder added since is read then. @param mark - of the token */
  of(mark: string): ReadonlySet<string> {
    const [bounds] = this.#disk.db
      .prepare('SELECT min(id) AS first FROM taken WHERE url = ? AND token = ?')
      .all(this.#url, mark) as { first: number | null }[];
    const first = bounds?.first ?? null;
    if (first === null) return new Set();
    const before = this.#read.get(mark);
    const read = before?.first === first ? before : { first, last: first - 1, macs: new Set<string>() };
    const pieces = this.#disk.db
      .prepare('SELECT id, sealed FROM taken WHERE url = ? AND token = ? AND id > ? ORDER BY id')
      .all(this.#url, mark, read.last) as { id: number; sealed: string }[];
    for (const { id, sealed } of pieces) {
      for (const mac of JSON.parse(this.#secrets.openText(sealed, PLACE)) as string[]) read.macs.add(mac);
      read.last = id;
    }
    this.#read.set(mark, read);
    return read.macs;
  }

  /** What the server told besides. */
  add(mark: string, macs: readonly string[]): void {
    const known = this.of(mark);
    const fresh = macs.filter((mac) => !known.has(mac));
    if (fresh.length > 0) this.#put(mark, fresh);
  }

  /** What the server told of all boards. */
  replace(mark: string, macs: readonly string[]): void {
    this.#disk.db.prepare('DELETE FROM taken WHERE url = ? AND token = ?').run(this.#url, mark);
    this.#put(mark, macs);
  }

  #put(mark: string, macs: readonly string[]): void {
    this.#disk.db
      .prepare('INSERT INTO taken (url, token, sealed) VALUES (?, ?, ?)')
      .run(this.#url, mark, this.#secrets.sealText(JSON.stringify(macs), PLACE));
  }
}
