/**
 * Format 1. The constraints and triggers say once more, below the code, what may never happen to a license: a
 * mistake of ours then ends in an error and not in a module without a license or in two modules with one.
 */
export const SQLITE_1 = `
CREATE TABLE firmware (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  protocol_class TEXT
) STRICT;

CREATE TABLE token (
  token TEXT PRIMARY KEY CHECK (length(token) = 16),
  firmware TEXT NOT NULL REFERENCES firmware (sha256),
  identifier TEXT NOT NULL,
  version TEXT NOT NULL,
  country TEXT,
  rssi_ssid TEXT,
  rssi_min INTEGER,
  gpio INTEGER NOT NULL CHECK (gpio IN (0, 1)),
  user_config BLOB,
  development INTEGER NOT NULL CHECK (development IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  CHECK ((rssi_ssid IS NULL) = (rssi_min IS NULL))
) STRICT;

CREATE TABLE license (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL REFERENCES token (token),
  uuid TEXT NOT NULL UNIQUE,
  authkey TEXT NOT NULL,
  psk_key TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'free' CHECK (state IN ('free', 'reserved', 'written', 'validated', 'quarantined')),
  exposed INTEGER NOT NULL DEFAULT 0 CHECK (exposed IN (0, 1)),
  mac TEXT CHECK (length(mac) = 12 AND mac NOT GLOB '*[^0-9a-f]*'),
  run_id TEXT,
  reserved_at INTEGER,
  CHECK ((state = 'free') = (mac IS NULL)),
  CHECK ((state = 'free') = (reserved_at IS NULL)),
  CHECK (state <> 'free' OR (exposed = 0 AND run_id IS NULL)),
  CHECK (state <> 'reserved' OR run_id IS NOT NULL),
  CHECK (state IN ('free', 'reserved') OR exposed = 1)
) STRICT;
CREATE UNIQUE INDEX license_of_mac ON license (token, mac) WHERE mac IS NOT NULL;
CREATE UNIQUE INDEX license_of_uuid ON license (lower(uuid));
CREATE UNIQUE INDEX license_of_authkey ON license (authkey);
CREATE INDEX license_by_state ON license (token, state, exposed);
CREATE INDEX license_lease ON license (reserved_at) WHERE state = 'reserved';

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
    WHEN NEW.id IS NOT OLD.id OR NEW.token IS NOT OLD.token OR NEW.uuid IS NOT OLD.uuid
      OR NEW.authkey IS NOT OLD.authkey OR NEW.psk_key IS NOT OLD.psk_key
      THEN RAISE(ABORT, 'a license stays what was imported')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN
      ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved', 'written>validated')
      THEN RAISE(ABORT, 'a license moves only forward')
    WHEN OLD.exposed = 1 AND NEW.exposed = 0
      THEN RAISE(ABORT, 'a license that a board may have seen stays exposed')
    WHEN OLD.mac IS NOT NULL AND NEW.mac IS NOT OLD.mac AND NEW.state <> 'free'
      THEN RAISE(ABORT, 'a license stays with its board')
  END;
END;

CREATE TABLE license_event (
  id INTEGER PRIMARY KEY,
  license_id INTEGER NOT NULL REFERENCES license (id),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  step TEXT NOT NULL,
  run_id TEXT,
  mac TEXT,
  from_state TEXT,
  to_state TEXT NOT NULL,
  exposed INTEGER NOT NULL CHECK (exposed IN (0, 1)),
  reason TEXT
) STRICT;
CREATE INDEX license_event_of_license ON license_event (license_id, step);
CREATE INDEX license_event_of_run ON license_event (run_id) WHERE run_id IS NOT NULL;
CREATE TRIGGER license_event_is_final BEFORE UPDATE ON license_event
BEGIN
  SELECT RAISE(ABORT, 'the ledger is only added to');
END;
CREATE TRIGGER license_event_stays BEFORE DELETE ON license_event
BEGIN
  SELECT RAISE(ABORT, 'the ledger is only added to');
END;

CREATE TABLE run (
  run_id TEXT PRIMARY KEY,
  token TEXT REFERENCES token (token),
  port TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  pid INTEGER,
  outcome TEXT CHECK (outcome IN ('succeeded', 'failed', 'cancelled', 'interrupted')),
  record TEXT CHECK (json_valid(record)),
  CHECK ((outcome IS NULL) = (record IS NULL))
) STRICT;
CREATE INDEX run_by_time ON run (started_at);
CREATE INDEX run_open ON run (started_at) WHERE outcome IS NULL;
`;
