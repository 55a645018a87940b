import { z } from 'zod';

import { TokenInfo } from '../../../../../shared/contract/tokens.js';
import type { Secrets } from '../../../secrets/secrets.js';
import type { TokenRules } from '../../pms.js';
import type { Disk } from './disk.js';

const PLACE = 'token-memory';

const Sealed = z.object({
  info: TokenInfo,
  country: z.string().nullable(),
  rssi: z.object({ ssid: z.string(), min: z.number() }).nullable(),
  gpio: z.boolean(),
  /** Base64. */
  userConfig: z.string().nullable(),
  account: z.string().nullable(),
});

/** What the server said last of a token of which licenses are set aside here. */
export interface Remembered {
  readonly info: TokenInfo;
  readonly rules: TokenRules;
  /** Email of whoever was allowed to run it. */
  readonly account: string | null;
}

/** One of them, for whoever looks over all. */
export interface RememberedToken extends Remembered {
  /** Its fingerprint, by which its licenses are known on the disk. */
  readonly mark: string;
  /** When the server was asked last, ms since 1970. */
  readonly at: number;
}

interface Row {
  readonly token: string;
  readonly sealed: string;
  readonly at: number;
}

/** Tokens that a station may go on with while its server is away, sealed. */
export class TokenMemory {
  readonly #disk: Disk;
  readonly #url: string;
  readonly #secrets: Secrets;

  constructor(disk: Disk, url: string, secrets: Secrets) {
    this.#disk = disk;
    this.#url = url;
    this.#secrets = secrets;
  }

  #open({ token, sealed, at }: Row): RememberedToken {
    const { info, userConfig, account, ...rules } = Sealed.parse(
      JSON.parse(this.#secrets.openText(sealed, PLACE)),
    );
    const config = userConfig === null ? null : new Uint8Array(Buffer.from(userConfig, 'base64'));
    return { mark: token, at, info, account, rules: { ...rules, userConfig: config } };
  }

  /** @param mark - fingerprint of the token. @throws KilnError SECRET_UNREADABLE */
  get(mark: string): RememberedToken | null {
    const [row] = this.#disk.db
      .prepare('SELECT token, sealed, at FROM token_memory WHERE url = ? AND token = ?')
      .all(this.#url, mark) as Row[];
    return row === undefined ? null : this.#open(row);
  }

  all(): readonly RememberedToken[] {
    const rows = this.#disk.db
      .prepare('SELECT token, sealed, at FROM token_memory WHERE url = ? ORDER BY token')
      .all(this.#url) as Row[];
    return rows.map((row) => this.#open(row));
  }

  get isEmpty(): boolean {
    return (
      this.#disk.db.prepare('SELECT 1 FROM token_memory WHERE url = ? LIMIT 1').all(this.#url).length === 0
    );
  }

  /** For `since`, the next time it is asked. */
  asOf(mark: string): string | null {
    const [row] = this.#disk.db
      .prepare('SELECT as_of FROM token_memory WHERE url = ? AND token = ?')
      .all(this.#url, mark) as { as_of: string }[];
    return row?.as_of ?? null;
  }

  keep(mark: string, { info, rules, account }: Remembered, { at, asOf }: { at: number; asOf: string }): void {
    const { userConfig, ...rest } = rules;
    const config = userConfig === null ? null : Buffer.from(userConfig).toString('base64');
    const text = JSON.stringify({ ...rest, userConfig: config, info, account } satisfies z.infer<
      typeof Sealed
    >);
    this.#disk.db
      .prepare(
        `INSERT INTO token_memory (url, token, sealed, as_of, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (url, token) DO UPDATE SET sealed = excluded.sealed, as_of = excluded.as_of, at = excluded.at`,
      )
      .run(this.#url, mark, this.#secrets.sealText(text, PLACE), asOf, at);
  }

  /** With the boards of it. */
  forget(mark: string): void {
    for (const table of ['token_memory', 'taken'])
      this.#disk.db.prepare(`DELETE FROM ${table} WHERE url = ? AND token = ?`).run(this.#url, mark);
  }
}
