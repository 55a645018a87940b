/**
 * Format 5: a license may be leased to a station, with no board yet (authorization §6.2); a run says its mode. SQLite
 * cannot change the checks of a table, so that of licenses is made anew.
 */
export const SQLITE_5 = `
PRAGMA defer_foreign_keys = ON;
ALTER TABLE run ADD COLUMN mode TEXT;

CREATE TEMP TABLE license_before AS SELECT * FROM license;
DROP TABLE license;
CREATE TABLE license (
  id INTEGER PRIMARY KEY,
  token TEXT REFERENCES token (token),
  uuid TEXT NOT NULL UNIQUE,
  authkey TEXT NOT NULL,
  psk_key TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'free' CHECK (state IN ('free', 'reserved', 'written', 'validated', 'quarantined')),
  exposed INTEGER NOT NULL DEFAULT 0 CHECK (exposed IN (0, 1)),
  mac TEXT CHECK (length(mac) = 12 AND mac NOT GLOB '*[^0-9a-f]*'),
  run_id TEXT,
  reserved_at INTEGER,
  kind TEXT NOT NULL DEFAULT 'tuyaos' CHECK (kind IN ('tuyaos', 'tuyaopen')),
  development INTEGER NOT NULL DEFAULT 0 CHECK (development IN (0, 1)),
  import_id TEXT REFERENCES license_import (id),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
  list_order TEXT REFERENCES license_order (code),
  authkey_mark TEXT CHECK (length(authkey_mark) = 64),
  leased_to TEXT,
  leased_until INTEGER,
  CHECK ((leased_to IS NULL) = (leased_until IS NULL)),
  CHECK (leased_to IS NULL OR state IN ('reserved', 'quarantined')),
  CHECK (state <> 'free' OR mac IS NULL),
  CHECK (mac IS NOT NULL OR state = 'free' OR leased_to IS NOT NULL),
  CHECK (mac IS NOT NULL OR run_id IS NULL),
  CHECK (mac IS NOT NULL OR exposed = 0 OR state = 'quarantined'),
  CHECK ((state = 'free') = (reserved_at IS NULL)),
  CHECK (state <> 'free' OR exposed = 0),
  CHECK (state <> 'reserved' OR run_id IS NOT NULL OR mac IS NULL),
  CHECK (state IN ('free', 'reserved') OR exposed = 1 OR (state = 'quarantined' AND leased_to IS NOT NULL)),
  CHECK (token IS NOT NULL OR state = 'free'),
  CHECK (list_order IS NULL OR token IS NULL),
  CHECK (held = 0 OR (state = 'free' AND list_order IS NULL))
) STRICT;
INSERT INTO license (id, token, uuid, authkey, psk_key, state, exposed, mac, run_id, reserved_at, kind, development,
    import_id, held, list_order, authkey_mark)
  SELECT id, token, uuid, authkey, psk_key, state, exposed, mac, run_id, reserved_at, kind, development, import_id, held,
    list_order, authkey_mark FROM license_before;
DROP TABLE license_before;
CREATE UNIQUE INDEX license_of_mac ON license (token, mac) WHERE mac IS NOT NULL;
CREATE UNIQUE INDEX license_of_uuid ON license (lower(uuid));
CREATE UNIQUE INDEX license_of_authkey ON license (authkey_mark);
CREATE INDEX license_by_state ON license (token, state, exposed);
CREATE INDEX license_lease ON license (reserved_at) WHERE state = 'reserved' AND leased_to IS NULL;
CREATE INDEX license_stock ON license (kind, development, held, id) WHERE token IS NULL AND list_order IS NULL;
CREATE INDEX license_in_list ON license (list_order) WHERE list_order IS NOT NULL;
CREATE INDEX license_by_mac ON license (mac) WHERE mac IS NOT NULL;
CREATE INDEX license_leased ON license (token, leased_to) WHERE leased_to IS NOT NULL;
CREATE INDEX license_leased_until ON license (leased_until) WHERE state = 'reserved' AND leased_to IS NOT NULL;
CREATE INDEX license_event_by_time ON license_event (at, license_id);

CREATE TRIGGER license_starts_free BEFORE INSERT ON license WHEN NEW.state <> 'free'
BEGIN
  SELECT RAISE(ABORT, 'a license starts free');
END;
CREATE TRIGGER license_stays BEFORE DELETE ON license
BEGIN
  SELECT RAISE(ABORT, 'a license is never removed');
END;
CREATE TRIGGER license_is_sealed BEFORE INSERT ON license
  WHEN NEW.authkey_mark IS NULL OR NEW.authkey NOT GLOB 'k1:*' OR NEW.psk_key NOT GLOB 'k1:*'
BEGIN
  SELECT RAISE(ABORT, 'a license is kept sealed');
END;
CREATE TRIGGER license_moves_forward BEFORE UPDATE ON license
BEGIN
  SELECT CASE
    WHEN NEW.id IS NOT OLD.id OR NEW.uuid IS NOT OLD.uuid OR NEW.authkey IS NOT OLD.authkey
      OR NEW.psk_key IS NOT OLD.psk_key OR NEW.authkey_mark IS NOT OLD.authkey_mark OR NEW.kind IS NOT OLD.kind
      OR NEW.development IS NOT OLD.development OR NEW.import_id IS NOT OLD.import_id
      THEN RAISE(ABORT, 'a license stays what was imported')
    WHEN OLD.token IS NOT NULL AND NEW.token IS NOT OLD.token
      THEN RAISE(ABORT, 'a license stays with its token')
    WHEN OLD.list_order IS NOT NULL AND (NEW.list_order IS NOT OLD.list_order OR NEW.token IS NOT NULL)
      THEN RAISE(ABORT, 'a license is delivered once')
    WHEN OLD.held = 1 AND NEW.held = 1 AND (NEW.state <> OLD.state OR NEW.token IS NOT OLD.token)
      THEN RAISE(ABORT, 'a license that is held back does not move')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN
      ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved',
        'quarantined>free', 'written>validated')
      THEN RAISE(ABORT, 'a license moves only forward')
    WHEN OLD.exposed = 1 AND NEW.exposed = 0
      THEN RAISE(ABORT, 'a license that a board may have seen stays exposed')
    WHEN OLD.mac IS NOT NULL AND NEW.mac IS NOT OLD.mac
      AND NOT (NEW.mac IS NULL AND OLD.exposed = 0 AND NEW.exposed = 0)
      THEN RAISE(ABORT, 'a license stays with its board')
    WHEN OLD.mac IS NULL AND OLD.exposed = 1 AND NEW.mac IS NOT NULL
      THEN RAISE(ABORT, 'a license that a board may have seen stays put aside')
    WHEN OLD.leased_to IS NOT NULL AND NEW.leased_to IS NOT NULL AND NEW.leased_to IS NOT OLD.leased_to
      THEN RAISE(ABORT, 'a license stays with the station that leased it')
  END;
END;
`;
