/**
 * Format 4: authkey and psk are sealed, and known again by a mark; a run says when it was last heard of. The license
 * may not change while its trigger stands, so it comes off until everything is sealed.
 */
export const SQLITE_4 = `
CREATE TABLE ledger_key (
  one INTEGER NOT NULL DEFAULT 1 UNIQUE CHECK (one = 1),
  mark TEXT NOT NULL CHECK (length(mark) = 64)
) STRICT;
ALTER TABLE run ADD COLUMN seen_at INTEGER;
DROP TRIGGER license_moves_forward;
DROP INDEX license_of_authkey;
ALTER TABLE license ADD COLUMN authkey_mark TEXT CHECK (length(authkey_mark) = 64);
`;

export const SQLITE_4_SEALED = `
CREATE UNIQUE INDEX license_of_authkey ON license (authkey_mark);
CREATE TRIGGER license_is_sealed BEFORE INSERT ON license
  WHEN NEW.authkey_mark IS NULL OR NEW.authkey NOT GLOB 'k1:*' OR NEW.psk_key NOT GLOB 'k1:*'
BEGIN
  SELECT RAISE(ABORT, 'a license is kept sealed');
END;
CREATE TRIGGER ledger_key_stays BEFORE UPDATE ON ledger_key
BEGIN
  SELECT RAISE(ABORT, 'a ledger keeps its key');
END;
CREATE TRIGGER ledger_key_is_final BEFORE DELETE ON ledger_key
BEGIN
  SELECT RAISE(ABORT, 'a ledger keeps its key');
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
      ('free>reserved', 'reserved>free', 'reserved>written', 'reserved>quarantined', 'quarantined>reserved', 'written>validated')
      THEN RAISE(ABORT, 'a license moves only forward')
    WHEN OLD.exposed = 1 AND NEW.exposed = 0
      THEN RAISE(ABORT, 'a license that a board may have seen stays exposed')
    WHEN OLD.mac IS NOT NULL AND NEW.mac IS NOT OLD.mac AND NEW.state <> 'free'
      THEN RAISE(ABORT, 'a license stays with its board')
  END;
END;
`;
