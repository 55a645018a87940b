import { backup, DatabaseSync } from '@photostructure/sqlite';

/** What a column may hold; Kiln's tables keep truth values as 0 and 1. */
export type SqlValue = string | number | null | Uint8Array;

export interface SqlStatement {
  all(...values: SqlValue[]): unknown[];
  /** @returns the number of rows it changed. */
  run(...values: SqlValue[]): number;
}

/** One connection. Everything is synchronous: nothing else of this process comes between two statements. */
export interface SqlConnection {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  close(): void;
}

/** More pages than any ledger has: copied in one step, which is one moment. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a database as it is at one moment, beside this thread, whoever works in it meanwhile.
 * @param to an empty file
 */
export async function copySqlite(from: string, to: string, busyMs: number): Promise<void> {
  const database = new DatabaseSync(from, { timeout: busyMs, readOnly: true });
  try {
    await backup(database, to, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/** Why SQLite refused, as far as Kiln tells its reasons apart. */
export type SqlTrouble = 'busy' | 'damaged' | 'unusable';

// Primary result codes, https://sqlite.org/rescode.html
const TROUBLES: Readonly<Record<number, SqlTrouble>> = {
  3: 'unusable', // PERM
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  8: 'unusable', // READONLY
  11: 'damaged', // CORRUPT
  14: 'unusable', // CANTOPEN
  26: 'damaged', // NOTADB
};

export interface SqlOpening {
  /** How long one statement may wait for the lock of another process, in milliseconds. */
  readonly busyMs: number;
  /** Then not a byte of the database changes, not even by closing it. */
  readonly readOnly?: boolean;
}

/**
 * The only file that knows which SQLite it is. The library has the interface of node:sqlite, which replaces it
 * by changing the import once every runtime in use has it.
 * @throws whatever the library throws; `sqlTrouble` tells what it means
 */
export function openSqlite(path: string, { busyMs, readOnly = false }: SqlOpening): SqlConnection {
  const database = new DatabaseSync(path, { timeout: busyMs, readOnly });
  return {
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        all: (...values): unknown[] => statement.all(...values),
        run: (...values) => Number(statement.run(...values).changes),
      };
    },
    close: () => database.close(),
  };
}

/** What an error of the library means, or null where it is none of these (a constraint, a mistake of ours). */
export function sqlTrouble(thrown: unknown): SqlTrouble | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return null;
  // The low byte is the primary code, the rest refines it.
  return TROUBLES[thrown.errcode & 0xff] ?? null;
}

/** What an integrity check finds, indexes included; nothing where all is well. */
export function unsoundness(connection: SqlConnection, most = 100): string[] {
  const found = connection.prepare(`PRAGMA integrity_check(${most})`).all() as { integrity_check: string }[];
  return found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}
