/** The tables of the production desk, part of format 3; text compares by bytes, as in SQLite. */
export const POSTGRES_3_DESK = `
CREATE TABLE account (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL UNIQUE CHECK (email = lower(email)),
  name text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL CHECK (role IN ('operator', 'engineer', 'admin')),
  status text COLLATE "C" NOT NULL CHECK (status IN ('pending', 'active', 'disabled')),
  created_at bigint NOT NULL
);

CREATE TABLE session (
  bearer text COLLATE "C" PRIMARY KEY CHECK (length(bearer) = 64),
  account_id text COLLATE "C" NOT NULL REFERENCES account (id),
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);

CREATE TABLE product (
  id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 16),
  name text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  mode text COLLATE "C" NOT NULL CHECK (mode IN ('custom', 'no-code')),
  created_at bigint NOT NULL
);

CREATE TABLE custom_firmware (
  id text COLLATE "C" PRIMARY KEY,
  product_id text COLLATE "C" NOT NULL REFERENCES product (id),
  identifier text COLLATE "C" NOT NULL,
  firmware_key text COLLATE "C" NOT NULL CHECK (length(firmware_key) = 16),
  chip text COLLATE "C" NOT NULL,
  flash_mbit integer NOT NULL,
  created_at bigint NOT NULL,
  UNIQUE (product_id, identifier)
);

CREATE TABLE firmware_version (
  id text COLLATE "C" PRIMARY KEY,
  firmware_id text COLLATE "C" NOT NULL REFERENCES custom_firmware (id),
  version text COLLATE "C" NOT NULL,
  enabled integer NOT NULL DEFAULT 0 CHECK (enabled IN (0, 1)),
  scope text COLLATE "C" CHECK (scope IN ('general', 'whitelist', 'test')),
  whitelist text COLLATE "C" NOT NULL DEFAULT '[]',
  created_at bigint NOT NULL,
  CHECK (enabled = 0 OR scope IS NOT NULL),
  UNIQUE (firmware_id, version)
);

CREATE TABLE firmware_file (
  version_id text COLLATE "C" NOT NULL REFERENCES firmware_version (id),
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('QIO', 'UA', 'UG')),
  sha256 text COLLATE "C" NOT NULL REFERENCES firmware (sha256),
  name text COLLATE "C" NOT NULL,
  found_version text COLLATE "C",
  warnings text COLLATE "C" NOT NULL,
  PRIMARY KEY (version_id, kind)
);

CREATE TABLE license_import (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('tuyaos', 'tuyaopen')),
  development integer NOT NULL CHECK (development IN (0, 1)),
  count bigint NOT NULL CHECK (count > 0),
  at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL
);

CREATE TABLE board (
  id text COLLATE "C" PRIMARY KEY,
  password_hash text COLLATE "C" NOT NULL,
  -- Of an account, or 'local'.
  account text COLLATE "C",
  bound_at bigint,
  created_at bigint NOT NULL,
  CHECK ((account IS NULL) = (bound_at IS NULL))
);

CREATE TABLE license_order (
  code text COLLATE "C" PRIMARY KEY CHECK (length(code) = 9),
  product_id text COLLATE "C" NOT NULL REFERENCES product (id),
  version_id text COLLATE "C" REFERENCES firmware_version (id),
  identifier text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  mode text COLLATE "C" NOT NULL CHECK (mode IN ('credential', 'license-list', 'authorize-only')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  free integer NOT NULL CHECK (free IN (0, 1)),
  license_kind text COLLATE "C" NOT NULL CHECK (license_kind IN ('tuyaos', 'tuyaopen')),
  development integer NOT NULL CHECK (development IN (0, 1)),
  token text COLLATE "C" REFERENCES token (token),
  board_id text COLLATE "C" REFERENCES board (id),
  actor text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  delivered_at bigint,
  CHECK ((mode = 'license-list') = (token IS NULL)),
  CHECK (mode <> 'credential' OR version_id IS NOT NULL)
);

CREATE TABLE craft_line (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE craft_station (
  line_id text COLLATE "C" NOT NULL REFERENCES craft_line (id),
  position integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (line_id, position),
  UNIQUE (line_id, code)
);

CREATE TABLE work_order (
  code text COLLATE "C" PRIMARY KEY CHECK (length(code) = 9),
  line_id text COLLATE "C" NOT NULL REFERENCES craft_line (id),
  token text COLLATE "C" REFERENCES token (token),
  quantity bigint NOT NULL CHECK (quantity > 0),
  closed integer NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  created_at bigint NOT NULL
);

CREATE TABLE unit (
  id text COLLATE "C" PRIMARY KEY,
  order_code text COLLATE "C" NOT NULL REFERENCES work_order (code),
  mac text COLLATE "C",
  sn text COLLATE "C",
  CHECK (mac IS NOT NULL OR sn IS NOT NULL),
  UNIQUE (order_code, mac),
  UNIQUE (order_code, sn)
);

CREATE TABLE station_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_id text COLLATE "C" NOT NULL REFERENCES unit (id),
  station text COLLATE "C" NOT NULL,
  result text COLLATE "C" NOT NULL CHECK (result IN ('pass', 'fail', 'reset')),
  run_id text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  UNIQUE (unit_id, station, run_id, result)
);

CREATE INDEX session_of_account ON session (account_id);
CREATE UNIQUE INDEX order_free ON license_order (product_id) WHERE free = 1;
CREATE UNIQUE INDEX order_of_token ON license_order (token) WHERE token IS NOT NULL;
CREATE INDEX order_by_time ON license_order (created_at, code);
CREATE INDEX order_of_board ON license_order (board_id) WHERE board_id IS NOT NULL;
CREATE INDEX unit_of_mac ON unit (mac) WHERE mac IS NOT NULL;
CREATE INDEX unit_of_sn ON unit (sn) WHERE sn IS NOT NULL;
`;
