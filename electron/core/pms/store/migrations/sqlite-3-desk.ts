/** The tables of the production desk, part of format 3. */
export const SQLITE_3_DESK = `
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('operator', 'engineer', 'admin')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'disabled')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  bearer TEXT PRIMARY KEY CHECK (length(bearer) = 64),
  account_id TEXT NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE product (
  id TEXT PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('custom', 'no-code')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE custom_firmware (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES product (id),
  identifier TEXT NOT NULL,
  firmware_key TEXT NOT NULL CHECK (length(firmware_key) = 16),
  chip TEXT NOT NULL,
  flash_mbit INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (product_id, identifier)
) STRICT;

CREATE TABLE firmware_version (
  id TEXT PRIMARY KEY,
  firmware_id TEXT NOT NULL REFERENCES custom_firmware (id),
  version TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 0 CHECK (enabled IN (0, 1)),
  scope TEXT CHECK (scope IN ('general', 'whitelist', 'test')),
  whitelist TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  CHECK (enabled = 0 OR scope IS NOT NULL),
  UNIQUE (firmware_id, version)
) STRICT;

CREATE TABLE firmware_file (
  version_id TEXT NOT NULL REFERENCES firmware_version (id),
  kind TEXT NOT NULL CHECK (kind IN ('QIO', 'UA', 'UG')),
  sha256 TEXT NOT NULL REFERENCES firmware (sha256),
  name TEXT NOT NULL,
  found_version TEXT,
  warnings TEXT NOT NULL,
  PRIMARY KEY (version_id, kind)
) STRICT;

CREATE TABLE license_import (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tuyaos', 'tuyaopen')),
  development INTEGER NOT NULL CHECK (development IN (0, 1)),
  count INTEGER NOT NULL CHECK (count > 0),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;

CREATE TABLE board (
  id TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  -- Of an account, or 'local'.
  account TEXT,
  bound_at INTEGER,
  created_at INTEGER NOT NULL,
  CHECK ((account IS NULL) = (bound_at IS NULL))
) STRICT;

CREATE TABLE license_order (
  code TEXT PRIMARY KEY CHECK (length(code) = 9),
  product_id TEXT NOT NULL REFERENCES product (id),
  version_id TEXT REFERENCES firmware_version (id),
  identifier TEXT NOT NULL,
  version TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('credential', 'license-list', 'authorize-only')),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  free INTEGER NOT NULL CHECK (free IN (0, 1)),
  license_kind TEXT NOT NULL CHECK (license_kind IN ('tuyaos', 'tuyaopen')),
  development INTEGER NOT NULL CHECK (development IN (0, 1)),
  token TEXT REFERENCES token (token),
  board_id TEXT REFERENCES board (id),
  actor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  delivered_at INTEGER,
  CHECK ((mode = 'license-list') = (token IS NULL)),
  CHECK (mode <> 'credential' OR version_id IS NOT NULL)
) STRICT;

CREATE TABLE craft_line (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE craft_station (
  line_id TEXT NOT NULL REFERENCES craft_line (id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (line_id, position),
  UNIQUE (line_id, code)
) STRICT;

CREATE TABLE work_order (
  code TEXT PRIMARY KEY CHECK (length(code) = 9),
  line_id TEXT NOT NULL REFERENCES craft_line (id),
  token TEXT REFERENCES token (token),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unit (
  id TEXT PRIMARY KEY,
  order_code TEXT NOT NULL REFERENCES work_order (code),
  mac TEXT,
  sn TEXT,
  CHECK (mac IS NOT NULL OR sn IS NOT NULL),
  UNIQUE (order_code, mac),
  UNIQUE (order_code, sn)
) STRICT;

CREATE TABLE station_note (
  id INTEGER PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  station TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('pass', 'fail', 'reset')),
  run_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  UNIQUE (unit_id, station, run_id, result)
) STRICT;

CREATE INDEX session_of_account ON session (account_id);
CREATE UNIQUE INDEX order_free ON license_order (product_id) WHERE free = 1;
CREATE UNIQUE INDEX order_of_token ON license_order (token) WHERE token IS NOT NULL;
CREATE INDEX order_by_time ON license_order (created_at, code);
CREATE INDEX order_of_board ON license_order (board_id) WHERE board_id IS NOT NULL;
CREATE INDEX unit_of_mac ON unit (mac) WHERE mac IS NOT NULL;
CREATE INDEX unit_of_sn ON unit (sn) WHERE sn IS NOT NULL;
`;
