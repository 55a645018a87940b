/** Format 5: see sqlite-5.ts. The checks of more than one column are dropped by what they are, and said anew. */
export const POSTGRES_5 = `
ALTER TABLE run ADD COLUMN mode text;

ALTER TABLE license
  ADD COLUMN leased_to text COLLATE "C",
  ADD COLUMN leased_until bigint;
DO $$
DECLARE found name;
BEGIN
  FOR found IN SELECT conname FROM pg_constraint
    WHERE conrelid = 'license'::regclass AND contype = 'c' AND cardinality(conkey) > 1 AND conname <> 'license_is_sealed'
  LOOP
    EXECUTE format('ALTER TABLE license DROP CONSTRAINT %I', found);
  END LOOP;
END $$;
ALTER TABLE license
  ADD CHECK ((leased_to IS NULL) = (leased_until IS NULL)),
  ADD CHECK (leased_to IS NULL OR state IN ('reserved', 'quarantined')),
  ADD CHECK (state <> 'free' OR mac IS NULL),
  ADD CHECK (mac IS NOT NULL OR state = 'free' OR leased_to IS NOT NULL),
  ADD CHECK (mac IS NOT NULL OR run_id IS NULL),
  ADD CHECK (mac IS NOT NULL OR exposed = 0 OR state = 'quarantined'),
  ADD CHECK ((state = 'free') = (reserved_at IS NULL)),
  ADD CHECK (state <> 'free' OR exposed = 0),
  ADD CHECK (state <> 'reserved' OR run_id IS NOT NULL OR mac IS NULL),
  ADD CHECK (state IN ('free', 'reserved') OR exposed = 1 OR (state = 'quarantined' AND leased_to IS NOT NULL)),
  ADD CHECK (token IS NOT NULL OR state = 'free'),
  ADD CHECK (list_order IS NULL OR token IS NULL),
  ADD CHECK (held = 0 OR (state = 'free' AND list_order IS NULL));
DROP INDEX license_lease;
CREATE INDEX license_lease ON license (reserved_at) WHERE state = 'reserved' AND leased_to IS NULL;
CREATE INDEX license_leased ON license (token, leased_to) WHERE leased_to IS NOT NULL;
CREATE INDEX license_leased_until ON license (leased_until) WHERE state = 'reserved' AND leased_to IS NOT NULL;
CREATE INDEX license_event_by_time ON license_event (at, license_id);

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
    ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved',
      'quarantined>free', 'written>validated') THEN
    RAISE check_violation USING MESSAGE = 'a license moves only forward';
  ELSIF OLD.exposed = 1 AND NEW.exposed = 0 THEN
    RAISE check_violation USING MESSAGE = 'a license that a board may have seen stays exposed';
  ELSIF OLD.mac IS NOT NULL AND NEW.mac IS DISTINCT FROM OLD.mac
    AND NOT (NEW.mac IS NULL AND OLD.exposed = 0 AND NEW.exposed = 0) THEN
    RAISE check_violation USING MESSAGE = 'a license stays with its board';
  ELSIF OLD.mac IS NULL AND OLD.exposed = 1 AND NEW.mac IS NOT NULL THEN
    RAISE check_violation USING MESSAGE = 'a license that a board may have seen stays put aside';
  ELSIF OLD.leased_to IS NOT NULL AND NEW.leased_to IS NOT NULL AND NEW.leased_to IS DISTINCT FROM OLD.leased_to THEN
    RAISE check_violation USING MESSAGE = 'a license stays with the station that leased it';
  END IF;
  RETURN NEW;
END $$;
`;
