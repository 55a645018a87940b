/**
 * Format 2: a token without a firmware (authorization only), and the kind of a license. SQLite cannot loosen a column,
 * so the table is made anew; references to it are checked at the end of the transaction.
 */
export const SQLITE_2 = `
PRAGMA defer_foreign_keys = ON;
CREATE TEMP TABLE token_before AS SELECT * FROM token;
DROP TABLE token;
CREATE TABLE token (
  token TEXT PRIMARY KEY CHECK (length(token) = 16),
  firmware TEXT REFERENCES firmware (sha256),
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
  license_kind TEXT NOT NULL DEFAULT 'tuyaos' CHECK (license_kind IN ('tuyaos', 'tuyaopen')),
  CHECK ((rssi_ssid IS NULL) = (rssi_min IS NULL))
) STRICT;
INSERT INTO token (token, firmware, identifier, version, country, rssi_ssid, rssi_min, gpio, user_config, development,
    created_at, expires_at)
  SELECT token, firmware, identifier, version, country, rssi_ssid, rssi_min, gpio, user_config, development, created_at,
    expires_at FROM token_before;
DROP TABLE token_before;
ALTER TABLE license ADD COLUMN kind TEXT NOT NULL DEFAULT 'tuyaos' CHECK (kind IN ('tuyaos', 'tuyaopen'));
UPDATE run SET record = json_set(record, '$.firmware', json_object(
    'identifier', record ->> '$.firmware.identifier',
    'version', record ->> '$.firmware.version',
    'file', json_object('kind', record ->> '$.firmware.kind', 'bytes', record ->> '$.firmware.bytes',
      'sha256', record ->> '$.firmware.sha256')))
  WHERE record IS NOT NULL;
`;
