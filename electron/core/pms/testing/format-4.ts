/** A ledger of format 4 with every kind of license there is, in SQL that both engines read. */
import { fixedSecrets } from '../../secrets/testing/fixed-key.js';

const TOKEN = '0123456789ABCDEF';
const SHA = 'ab'.repeat(32);
const MARK = (id: number): string => id.toString(16).padStart(64, '0');
const mac = (id: number): string => `'d81f120000${id.toString(16).padStart(2, '0')}'`;

/** What each license went through after it came in, by its id; `T`: with a token. */
const LIVES: readonly (readonly string[])[] = [
  // In stock, kept back, delivered in a list.
  [],
  ['held = 1'],
  ["list_order = 'AAAAAAAAA'"],
  // Of a token: free, kept back, reserved, seen, written, proved, quarantined, back from there, given up and taken again.
  ['T'],
  ['T', 'held = 1'],
  ['T', 'RESERVED'],
  ['T', 'RESERVED', 'exposed = 1'],
  ['T', 'RESERVED', "exposed = 1, state = 'written', run_id = NULL"],
  ['T', 'RESERVED', "exposed = 1, state = 'written'", "state = 'validated'"],
  ['T', 'RESERVED', "exposed = 1, state = 'quarantined', run_id = NULL"],
  ['T', 'RESERVED', "exposed = 1, state = 'quarantined'", "state = 'reserved'"],
  ['T', 'RESERVED', "state = 'free', mac = NULL, run_id = NULL, reserved_at = NULL", 'RESERVED'],
];

function statementsOf(step: string, id: number): string {
  const change = step
    .replace(/^T$/, `token = '${TOKEN}'`)
    .replace('RESERVED', `state = 'reserved', mac = ${mac(id)}, run_id = 'run ${id}', reserved_at = 7`);
  return `UPDATE license SET ${change} WHERE id = ${id};`;
}

/** One license a life, with the line of its import and one that says where it stands; two runs, one still open. */
export const FORMAT_4_LEDGER = `
  INSERT INTO ledger_key (mark) VALUES ('${fixedSecrets.keyMark}');
  INSERT INTO firmware (sha256, name, kind, bytes) VALUES ('${SHA}', 'n', 'QIO', 7);
  INSERT INTO product (id, name, category, mode, created_at) VALUES ('0123456789abcdef', 'n', 'c', 'custom', 0);
  INSERT INTO license_order (code, product_id, identifier, version, mode, quantity, free, license_kind, development, actor,
      created_at)
    VALUES ('AAAAAAAAA', '0123456789abcdef', 'i', 'v', 'license-list', 1, 0, 'tuyaos', 0, 'k', 0);
  INSERT INTO license_import (id, name, kind, development, count, at, actor)
    VALUES ('import', 'list.csv', 'tuyaos', 0, ${LIVES.length}, 5, 'k');
  INSERT INTO token (token, firmware, identifier, version, gpio, development, created_at)
    VALUES ('${TOKEN}', '${SHA}', 'i', 'v', 0, 0, 5);
  ${LIVES.map(
    (steps, index) => `
    INSERT INTO license (id, uuid, authkey, psk_key, authkey_mark, import_id)
      VALUES (${index + 1}, 'uuid ${index + 1}', 'k1:a${index + 1}', 'k1:p', '${MARK(index + 1)}', 'import');
    INSERT INTO license_event (license_id, at, actor, step, to_state, exposed)
      VALUES (${index + 1}, 5, 'k', 'import', 'free', 0);
    ${steps.map((step) => statementsOf(step, index + 1)).join('\n')}
    INSERT INTO license_event (license_id, at, actor, step, run_id, mac, from_state, to_state, exposed)
      SELECT id, 6, 'k', 'write', run_id, mac, 'free', state, exposed FROM license WHERE id = ${index + 1};`,
  ).join('')}
  INSERT INTO run (run_id, token, port, started_at, seen_at) VALUES ('open', '${TOKEN}', 'COM1', 1, 2);
  INSERT INTO run (run_id, port, started_at, outcome, record) VALUES ('closed', 'COM2', 1, 'failed', '{}')`;

/** Everything that has to be the same afterwards. */
export const FORMAT_4_LOOK: readonly string[] = [
  `SELECT id, token, uuid, authkey, psk_key, authkey_mark, state, exposed, mac, run_id, reserved_at, kind, development,
    import_id, held, list_order FROM license ORDER BY id`,
  `SELECT license_id, at, actor, step, run_id, mac, from_state, to_state, exposed, reason FROM license_event ORDER BY id`,
  'SELECT run_id, token, port, started_at, pid, seen_at, outcome, record FROM run ORDER BY run_id',
  'SELECT mark FROM ledger_key',
];

export const FORMAT_4_LICENSES = LIVES.length;

/** What the format after may do with them, and what none may. */
export const AFTER_5: readonly (readonly [string, RegExp | null])[] = [
  [
    "UPDATE license SET state = 'reserved', reserved_at = 8, leased_to = 'line 1', leased_until = 9 WHERE id = 4",
    null,
  ],
  [
    "UPDATE license SET state = 'reserved', reserved_at = 8, leased_to = 'line 1', leased_until = 9 WHERE id = 1",
    /check/i,
  ],
  ['UPDATE license SET mac = NULL WHERE id = 7', /stays with its board/],
  [
    "UPDATE license SET state = 'free', mac = NULL, run_id = NULL, reserved_at = NULL WHERE id = 10",
    /check|forward|stays/i,
  ],
  ["UPDATE license SET uuid = 'other' WHERE id = 9", /stays what was imported/],
  ['UPDATE license SET list_order = NULL WHERE id = 3', /delivered once/],
  ['DELETE FROM license WHERE id = 1', /never removed/],
  [
    "INSERT INTO license (id, uuid, authkey, psk_key, authkey_mark) VALUES (99, 'UUID 1', 'k1:z', 'k1:p', 'none')",
    /check|unique/i,
  ],
  ["INSERT INTO license (id, uuid, authkey, psk_key) VALUES (99, 'new', 'open', 'k1:p')", /sealed|null/i],
];
