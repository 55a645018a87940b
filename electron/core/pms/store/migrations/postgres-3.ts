import { POSTGRES_3_DESK } from './postgres-3-desk.js';

/**
 * Format 3: a license may lie in stock (no token yet), be held back, or be delivered in a list; a token may need to be
 * verified, be bound, revoked, limited. The same rules as SQLite's.
 */
export const POSTGRES_3 = `
${POSTGRES_3_DESK}
ALTER TABLE token
  ADD COLUMN effective_at bigint,
  ADD COLUMN needs_verification integer NOT NULL DEFAULT 0 CHECK (needs_verification IN (0, 1)),
  ADD COLUMN account text COLLATE "C",
  ADD COLUMN revoked_at bigint,
  ADD COLUMN revoked_reason text,
  ADD COLUMN mac_from text COLLATE "C",
  ADD COLUMN mac_to text COLLATE "C",
  ADD COLUMN low_water bigint NOT NULL DEFAULT 0;
CREATE INDEX token_by_time ON token (created_at, token);

ALTER TABLE license
  ALTER COLUMN token DROP NOT NULL,
  ADD COLUMN development integer NOT NULL DEFAULT 0 CHECK (development IN (0, 1)),
  ADD COLUMN import_id text COLLATE "C" REFERENCES license_import (id),
  ADD COLUMN held integer NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
  ADD COLUMN list_order text COLLATE "C" REFERENCES license_order (code);
UPDATE license SET development = token.development FROM token WHERE token.token = license.token;
ALTER TABLE license
  ADD CHECK (token IS NOT NULL OR state = 'free'),
  ADD CHECK (list_order IS NULL OR token IS NULL),
  ADD CHECK (held = 0 OR (state = 'free' AND list_order IS NULL));
CREATE INDEX license_stock ON license (kind, development, held, id) WHERE token IS NULL AND list_order IS NULL;
CREATE INDEX license_in_list ON license (list_order) WHERE list_order IS NOT NULL;
CREATE INDEX license_by_mac ON license (mac) WHERE mac IS NOT NULL;

CREATE OR REPLACE FUNCTION license_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.uuid, NEW.authkey, NEW.psk_key, NEW.kind, NEW.development, NEW.import_id)
    IS DISTINCT FROM (OLD.id, OLD.uuid, OLD.authkey, OLD.psk_key, OLD.kind, OLD.development, OLD.import_id) THEN
    RAISE check_violation USING MESSAGE = 'a license stays what was imported';
  ELSIF OLD.token IS NOT NULL AND NEW.token IS DISTINCT FROM OLD.token THEN
    RAISE check_violation USING MESSAGE = 'a license stays with its token';
  ELSIF OLD.list_order IS NOT NULL AND (NEW.list_order IS DISTINCT FROM OLD.list_order OR NEW.token IS NOT NULL) THEN
    RAISE check_violation USING MESSAGE = 'a license is delivered once';
  ELSIF OLD.held = 1 AND NEW.held = 1 AND (NEW.state <> OLD.state OR NEW.token IS DISTINCT FROM OLD.token) THEN
    RAISE check_violation USING MESSAGE = 'a license that is held back does not move';
  ELSIF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN
    ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved', 'written>validated') THEN
    RAISE check_violation USING MESSAGE = 'a license moves only forward';
  ELSIF OLD.exposed = 1 AND NEW.exposed = 0 THEN
    RAISE check_violation USING MESSAGE = 'a license that a board may have seen stays exposed';
  ELSIF OLD.mac IS NOT NULL AND NEW.mac IS DISTINCT FROM OLD.mac AND NEW.state <> 'free' THEN
    RAISE check_violation USING MESSAGE = 'a license stays with its board';
  END IF;
  RETURN NEW;
END $$;
`;
