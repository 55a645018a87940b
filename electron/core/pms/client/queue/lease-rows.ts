import type { License } from '../../../../../shared/domain/license.js';
import type { Secrets } from '../../../secrets/secrets.js';
import type { SqlValue } from '../../store/sqlite.js';
import type { Disk } from './disk.js';

/**
 * unused: set aside, given to no board. returning: the server was asked to take it back and may have. reserved: picked for
 * a board that did not see it. doubt: the server was told that a board sees it and did not answer. exposed, written,
 * validated: that board's for good. refused: the server has other plans with it; it is no board's here.
 */
export type BoxState =
  'unused' | 'returning' | 'reserved' | 'doubt' | 'exposed' | 'written' | 'validated' | 'refused';

/** One license that lies here. */
export interface BoxRow {
  readonly uuid: string;
  /** Fingerprint of its token. */
  readonly token: string;
  readonly sealed: string;
  /** 1: set aside for this station, nobody else can be given it. */
  readonly leased: number;
  /** As long as no board was given it: ms since 1970. */
  readonly until: number;
  readonly state: BoxState;
  readonly mac: string | null;
  /** The run that had it last, and the program of that run while it has not ended. */
  readonly run: string | null;
  readonly pid: number | null;
  /** 1: the server itself gave it to that run. */
  readonly told: number;
  /** When it moved last, ms since 1970. */
  readonly at: number;
}

export type BoxChange = Partial<Omit<BoxRow, 'uuid' | 'token' | 'sealed'>>;

const PLACE = 'lease';
const COLUMNS = 'uuid, token, sealed, leased, until, state, mac, run, pid, told, at';
export const NOBODYS = { mac: null, run: null, pid: null, told: 0 } as const satisfies BoxChange;

/** The states of a license that some board has, for good. */
export const isBoards = ({ state }: Pick<BoxRow, 'state'>): boolean =>
  state === 'exposed' || state === 'written' || state === 'validated';

/** The licenses of one server that lie on this disk, as rows. */
export class LeaseRows {
  readonly #disk: Disk;
  readonly #url: string;
  readonly #secrets: Secrets;

  constructor(disk: Disk, url: string, secrets: Secrets) {
    this.#disk = disk;
    this.#url = url;
    this.#secrets = secrets;
  }

  /** @param where - SQL over the columns of a row */
  all(where: string, ...values: SqlValue[]): readonly BoxRow[] {
    return this.#disk.db
      .prepare(`SELECT ${COLUMNS} FROM lease WHERE url = ? AND ${where} ORDER BY rowid`)
      .all(this.#url, ...values) as BoxRow[];
  }

  ofUuid(uuid: string): BoxRow | null {
    return this.all('uuid = ?', uuid)[0] ?? null;
  }

  /** What a board was given here, refused ones left out. */
  ofMac(mark: string, mac: string): BoxRow | null {
    return this.all("token = ? AND mac = ? AND state <> 'refused'", mark, mac)[0] ?? null;
  }

  /** Fingerprint of a token. */
  markOf(token: string): string {
    return this.#secrets.fingerprint(`token ${token}`);
  }

  /** @throws KilnError SECRET_UNREADABLE */
  open({ sealed, uuid }: Pick<BoxRow, 'sealed' | 'uuid'>): License {
    return JSON.parse(this.#secrets.openText(sealed, `${PLACE} ${uuid}`)) as License;
  }

  insert(license: License, row: Omit<BoxRow, 'uuid' | 'sealed'>): void {
    const { uuid, authkey, pskKey } = license;
    const sealed = this.#secrets.sealText(JSON.stringify({ uuid, authkey, pskKey }), `${PLACE} ${uuid}`);
    const { token, leased, until, state, mac, run, pid, told, at } = row;
    this.#disk.db
      .prepare(`INSERT INTO lease (url, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(this.#url, uuid, token, sealed, leased, until, state, mac, run, pid, told, at);
  }

  set({ uuid }: Pick<BoxRow, 'uuid'>, change: BoxChange): void {
    const entries = Object.entries(change);
    this.#disk.db
      .prepare(
        `UPDATE lease SET ${entries.map(([name]) => `${name} = ?`).join(', ')} WHERE url = ? AND uuid = ?`,
      )
      .run(...entries.map(([, value]) => value), this.#url, uuid);
  }

  remove({ uuid }: Pick<BoxRow, 'uuid'>): void {
    this.#disk.db.prepare('DELETE FROM lease WHERE url = ? AND uuid = ?').run(this.#url, uuid);
  }
}
