import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openSqlite, type SqlConnection } from '../../store/sqlite.js';

const BUSY_MS = 5000;

const TABLES = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  operation TEXT NOT NULL,
  step TEXT NOT NULL,
  sealed TEXT NOT NULL,
  at INTEGER NOT NULL,
  refused TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS item_once ON item (url, operation, step) WHERE refused IS NULL;
CREATE TABLE IF NOT EXISTS sender (
  url TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS lease (
  url TEXT NOT NULL,
  uuid TEXT NOT NULL,
  token TEXT NOT NULL,
  sealed TEXT NOT NULL,
  leased INTEGER NOT NULL CHECK (leased IN (0, 1)),
  until INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('unused', 'returning', 'reserved', 'doubt', 'exposed', 'written', 'validated', 'refused')),
  mac TEXT,
  run TEXT,
  pid INTEGER,
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY (url, uuid),
  CHECK ((mac IS NULL) = (state IN ('unused', 'returning')))
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS lease_of_mac ON lease (url, token, mac) WHERE state <> 'refused' AND mac IS NOT NULL;
CREATE TABLE IF NOT EXISTS token_memory (
  url TEXT NOT NULL,
  token TEXT NOT NULL,
  sealed TEXT NOT NULL,
  as_of TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (url, token)
) STRICT;
CREATE TABLE IF NOT EXISTS taken (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  token TEXT NOT NULL,
  sealed TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS taken_of_token ON taken (url, token);
CREATE TABLE IF NOT EXISTS moment (
  url TEXT PRIMARY KEY,
  latest INTEGER NOT NULL
) STRICT;
`;

/** `outbox.sqlite` in the data folder: what a station keeps for its server, and of it. Several programs may have it open. */
export interface Disk {
  readonly db: SqlConnection;
  readonly isOpen: boolean;
  /** All or nothing, and nobody else's change in between; may be called within itself. */
  atomically<T>(work: () => T): T;
  close(): void;
}

export function openDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = openSqlite(join(folder, 'outbox.sqlite'), { busyMs: BUSY_MS });
  db.exec(TABLES);
  let open = true;
  let inside = false;
  return {
    db,
    get isOpen() {
      return open;
    },
    atomically(work) {
      if (inside) return work();
      // At once, not at the first write: what is read here is what is changed here.
      db.exec('BEGIN IMMEDIATE');
      inside = true;
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (thrown) {
        db.exec('ROLLBACK');
        throw thrown;
      } finally {
        inside = false;
      }
    },
    close() {
      if (open) db.close();
      open = false;
    },
  };
}
