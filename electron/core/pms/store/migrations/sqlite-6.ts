/**
 * Format 6: a license list of any length comes in by small steps, so that nobody waits for it: its licenses lie sealed in
 * `arriving_license` until the whole list was read, and go over into `license` from there (ledger/arrivals.ts).
 */
export const SQLITE_6 = `
CREATE TABLE arrival (
  id TEXT PRIMARY KEY,
  pid INTEGER,
  seen_at INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1))
) STRICT;
CREATE TABLE arriving_license (
  arrival TEXT NOT NULL REFERENCES arrival (id),
  row INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  authkey TEXT NOT NULL CHECK (authkey GLOB 'k1:*'),
  psk_key TEXT NOT NULL CHECK (psk_key GLOB 'k1:*'),
  authkey_mark TEXT NOT NULL CHECK (length(authkey_mark) = 64),
  development INTEGER NOT NULL CHECK (development IN (0, 1)),
  PRIMARY KEY (arrival, row)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX arriving_license_of_uuid ON arriving_license (lower(uuid));
CREATE UNIQUE INDEX arriving_license_of_authkey ON arriving_license (authkey_mark);

CREATE TRIGGER arrival_stays_whole BEFORE UPDATE ON arrival WHEN OLD.whole = 1
BEGIN
  SELECT RAISE(ABORT, 'a list that came in stays whole');
END;
CREATE TRIGGER arriving_license_arrives BEFORE DELETE ON arriving_license
  WHEN (SELECT whole FROM arrival WHERE id = OLD.arrival) = 1
    AND NOT EXISTS (SELECT 1 FROM license WHERE uuid = OLD.uuid)
BEGIN
  SELECT RAISE(ABORT, 'a license that came in is not lost');
END;
`;
