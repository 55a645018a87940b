import { SQLITE_3_DESK } from './sqlite-3-desk.js';

/**
 * Format 3: a license may lie in stock (no token yet), be held back, or be delivered in a list; a token may need to be
 * verified, be bound, revoked, limited. SQLite cannot loosen a column, so the table of licenses is made anew.
 */
export const SQLITE_3 = `
PRAGMA defer_foreign_keys = ON;
${SQLITE_3_DESK}
ALTER TABLE token ADD COLUMN effective_at INTEGER;
ALTER TABLE token ADD COLUMN needs_verification INTEGER NOT NULL DEFAULT 0 CHECK (needs_verification IN (0, 1));
ALTER TABLE token ADD COLUMN account TEXT;
ALTER TABLE token ADD COLUMN revoked_at INTEGER;
ALTER TABLE token ADD COLUMN revoked_reason TEXT;
ALTER TABLE token ADD COLUMN mac_from TEXT;
ALTER TABLE token ADD COLUMN mac_to TEXT;
ALTER TABLE token ADD COLUMN low_water INTEGER NOT NULL DEFAULT 0;
CREATE INDEX token_by_time ON token (created_at, token);

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
  CHECK ((state = 'free') = (mac IS NULL)),
  CHECK ((state = 'free') = (reserved_at IS NULL)),
  CHECK (state <> 'free' OR (exposed = 0 AND run_id IS NULL)),
  CHECK (state <> 'reserved' OR run_id IS NOT NULL),
  CHECK (state IN ('free', 'reserved') OR exposed = 1),
  CHECK (token IS NOT NULL OR state = 'free'),
  CHECK (list_order IS NULL OR token IS NULL),
  CHECK (held = 0 OR (state = 'free' AND list_order IS NULL))
) STRICT;
INSERT INTO license (id, token, uuid, authkey, psk_key, state, exposed, mac, run_id, reserved_at, kind, development)
  SELECT id, token, uuid, authkey, psk_key, state, exposed, mac, run_id, reserved_at, kind,
    (SELECT development FROM token WHERE token.token = license_before.token) FROM license_before;
DROP TABLE license_before;
CREATE UNIQUE INDEX license_of_mac ON license (token, mac) WHERE mac IS NOT NULL;
CREATE UNIQUE INDEX license_of_uuid ON license (lower(uuid));
CREATE UNIQUE INDEX license_of_authkey ON license (authkey);
CREATE INDEX license_by_state ON license (token, state, exposed);
CREATE INDEX license_lease ON license (reserved_at) WHERE state = 'reserved';
CREATE INDEX license_stock ON license (kind, development, held, id) WHERE token IS NULL AND list_order IS NULL;
CREATE INDEX license_in_list ON license (list_order) WHERE list_order IS NOT NULL;
CREATE INDEX license_by_mac ON license (mac) WHERE mac IS NOT NULL;

CREATE TRIGGER license_starts_free BEFORE INSERT ON license WHEN NEW.state <> 'free'
BEGIN
  SELECT RAISE(ABORT, 'a license starts free');
END;
CREATE TRIGGER license_stays BEFORE DELETE ON license
BEGIN
  SELECT RAISE(ABORT, 'a license is never removed');
END;
CREATE TRIGGER license_moves_forward BEFORE UPDATE ON license
BEGIN
  SELECT CASE
    WHEN NEW.id IS NOT OLD.id OR NEW.uuid IS NOT OLD.uuid OR NEW.authkey IS NOT OLD.authkey
      OR NEW.psk_key IS NOT OLD.psk_key OR NEW.kind IS NOT OLD.kind OR NEW.development IS NOT OLD.development
      OR NEW.import_id IS NOT OLD.import_id
      THEN RAISE(ABORT, 'a license stays what was imported')
    WHEN OLD.token IS NOT NULL AND NEW.token IS NOT OLD.token
      THEN RAISE(ABORT, 'a license stays with its token')
    WHEN OLD.list_order IS NOT NULL AND (NEW.list_order IS NOT OLD.list_order OR NEW.token IS NOT NULL)
      THEN RAISE(ABORT, 'a license is delivered once')
    WHEN OLD.held = 1 AND NEW.held = 1 AND (NEW.state <> OLD.state OR NEW.token IS NOT OLD.token)
      THEN RAISE(ABORT, 'a license that is held back does not move')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN
      ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved', 'written>validated')
      THEN RAISE(ABORT, 'a license moves only forward')
    WHEN OLD.exposed = 1 AND NEW.exposed = 0
      THEN RAISE(ABORT, 'a license that a board may have seen stays exposed')
    WHEN OLD.mac IS NOT NULL AND NEW.mac IS NOT OLD.mac AND NEW.state <> 'free'
      THEN RAISE(ABORT, 'a license stays with its board')
  END;
END;
`;
