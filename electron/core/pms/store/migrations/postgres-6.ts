/** Format 6: see sqlite-6.ts. */
export const POSTGRES_6 = `
CREATE TABLE arrival (
  id text COLLATE "C" PRIMARY KEY,
  pid integer,
  seen_at bigint NOT NULL,
  whole integer NOT NULL DEFAULT 0 CHECK (whole IN (0, 1))
);
CREATE TABLE arriving_license (
  arrival text COLLATE "C" NOT NULL REFERENCES arrival (id),
  row integer NOT NULL,
  uuid text COLLATE "C" NOT NULL,
  authkey text COLLATE "C" NOT NULL CHECK (authkey LIKE 'k1:%'),
  psk_key text COLLATE "C" NOT NULL CHECK (psk_key LIKE 'k1:%'),
  authkey_mark text COLLATE "C" NOT NULL CHECK (length(authkey_mark) = 64),
  development integer NOT NULL CHECK (development IN (0, 1)),
  PRIMARY KEY (arrival, row)
);
CREATE UNIQUE INDEX arriving_license_of_uuid ON arriving_license (lower(uuid));
CREATE UNIQUE INDEX arriving_license_of_authkey ON arriving_license (authkey_mark);

CREATE FUNCTION arrival_stays_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE check_violation USING MESSAGE = 'a list that came in stays whole';
END $$;
CREATE TRIGGER arrival_stays_whole BEFORE UPDATE ON arrival
  FOR EACH ROW WHEN (OLD.whole = 1) EXECUTE FUNCTION arrival_stays_whole();
CREATE FUNCTION arriving_license_arrives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT whole FROM arrival WHERE id = OLD.arrival) = 1
    AND NOT EXISTS (SELECT 1 FROM license WHERE uuid = OLD.uuid) THEN
    RAISE check_violation USING MESSAGE = 'a license that came in is not lost';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER arriving_license_arrives BEFORE DELETE ON arriving_license
  FOR EACH ROW EXECUTE FUNCTION arriving_license_arrives();
`;
