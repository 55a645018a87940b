/** Format 4: see sqlite-4.ts. */
export const POSTGRES_4 = `
CREATE TABLE ledger_key (
  one integer PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  mark text NOT NULL CHECK (length(mark) = 64)
);
ALTER TABLE run ADD COLUMN seen_at bigint;
ALTER TABLE license DISABLE TRIGGER license_moves_forward;
DROP INDEX license_of_authkey;
ALTER TABLE license ADD COLUMN authkey_mark text COLLATE "C" CHECK (length(authkey_mark) = 64);
`;

export const POSTGRES_4_SEALED = `
ALTER TABLE license ENABLE TRIGGER license_moves_forward;
ALTER TABLE license ALTER COLUMN authkey_mark SET NOT NULL;
ALTER TABLE license ADD CONSTRAINT license_is_sealed CHECK (authkey LIKE 'k1:%' AND psk_key LIKE 'k1:%');
CREATE UNIQUE INDEX license_of_authkey ON license (authkey_mark);
CREATE FUNCTION ledger_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'a ledger keeps its key';
END $$;
CREATE TRIGGER ledger_key_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_key
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_key_stays();
CREATE OR REPLACE FUNCTION license_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.uuid, NEW.authkey, NEW.psk_key, NEW.authkey_mark, NEW.kind, NEW.development, NEW.import_id)
    IS DISTINCT FROM
    (OLD.id, OLD.uuid, OLD.authkey, OLD.psk_key, OLD.authkey_mark, OLD.kind, OLD.development, OLD.import_id) THEN
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
