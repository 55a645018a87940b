import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import fc from 'fast-check';

import { LICENSE_STATES } from '../../../../shared/domain/license.js';

/** A ledger's database as it is made, without the store in front of it. One connection. */
export interface BareLedger {
  /** One or more statements. @throws what the engine says */
  readonly sql: (text: string) => Promise<readonly object[]>;
  readonly close: () => Promise<void>;
}

const MAC = 'd81f12000001';
const TOKEN = '0123456789ABCDEF';
const SHA = 'ab'.repeat(32);
const mark = (name: string): string => name.repeat(64).slice(0, 64);

const REACHABLE = [
  ['free', 0],
  ['reserved', 0],
  ['reserved', 1],
  ['written', 1],
  ['validated', 1],
  ['quarantined', 1],
] as const;

/** What may follow what; the state diagram of the README, once more and by hand. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'free 0': ['free 0', 'reserved 0', 'reserved 1'],
  'reserved 0': ['free 0', 'reserved 0', 'reserved 1', 'written 1', 'quarantined 1'],
  'reserved 1': ['reserved 1', 'written 1', 'quarantined 1'],
  'written 1': ['written 1', 'validated 1'],
  'validated 1': ['validated 1'],
  'quarantined 1': ['quarantined 1', 'reserved 1'],
};

const insert = (uuid: string, change: { id?: number; authkey?: string; token?: string } = {}): string => {
  const { id = 7, authkey = 'a', token = TOKEN } = change;
  return `INSERT INTO license (id, token, uuid, authkey, psk_key, authkey_mark)
    VALUES (${id}, '${token}', '${uuid}', 'k1:${authkey}', 'k1:p', '${mark(authkey)}')`;
};

const literal = (value: string | number | null): string => {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value}'`;
};

interface Row {
  readonly state: string;
  readonly exposed: number;
  readonly mac: string | null;
  readonly run_id: string | null;
  readonly reserved_at: number | null;
}

const update = (row: Row): string =>
  `UPDATE license SET ${Object.entries(row)
    .map(([column, value]) => `${column} = ${literal(value as string | number | null)}`)
    .join(', ')}`;

/** What a database says against a statement, which is then as if it had not been said; null where it was done. Inside a transaction. */
export async function refusalOf(ledger: BareLedger, text: string): Promise<string | null> {
  await ledger.sql('SAVEPOINT attempt');
  try {
    await ledger.sql(text);
    return null;
  } catch (thrown) {
    await ledger.sql('ROLLBACK TO attempt');
    return String(thrown);
  }
}

/** What the database itself refuses, whatever the code above it does. */
export function constraintContract(
  name: string,
  open: () => Promise<BareLedger>,
  { sequences }: { readonly sequences: number },
): void {
  describe(`${name} itself`, () => {
    let ledger: BareLedger;
    beforeAll(async () => {
      ledger = await open();
    });
    afterAll(() => ledger.close());

    /** With one license, put into a state by the shortest way; gone again afterwards. */
    const withLicense = async (state: string, exposed: number, work: () => Promise<void>): Promise<void> => {
      await ledger.sql(`BEGIN;
        INSERT INTO firmware (sha256, name, kind, bytes) VALUES ('${SHA}', 'n', 'QIO', 1);
        INSERT INTO token (token, firmware, identifier, version, gpio, development, created_at)
          VALUES ('${TOKEN}', '${SHA}', 'i', 'v', 0, 0, 0);
        ${insert('u', { id: 1 })}`);
      const steps = [
        ...(state === 'free' ? [] : [`state = 'reserved', mac = '${MAC}', run_id = 'r', reserved_at = 1`]),
        ...(exposed === 1 ? ['exposed = 1'] : []),
        ...(state === 'written' || state === 'validated' ? ["state = 'written'"] : []),
        ...(state === 'validated' || state === 'quarantined' ? [`state = '${state}'`] : []),
      ];
      for (const step of steps) await ledger.sql(`UPDATE license SET ${step}`);
      try {
        await work();
      } finally {
        await ledger.sql('ROLLBACK');
      }
    };

    const attempt = (text: string) => refusalOf(ledger, text);

    test('a list that was read to its end stays so, and loses none of its licenses', async () => {
      await ledger.sql(`BEGIN;
        INSERT INTO arrival (id, seen_at) VALUES ('a', 1);
        INSERT INTO arriving_license (arrival, row, uuid, authkey, psk_key, authkey_mark, development) VALUES
          ('a', 2, 'u', 'k1:a', 'k1:p', '${mark('a')}', 0), ('a', 3, 'v', 'k1:b', 'k1:q', '${mark('b')}', 0),
          ('a', 4, 'w', 'k1:c', 'k1:r', '${mark('c')}', 0)`);
      const drop = (row: number) => attempt(`DELETE FROM arriving_license WHERE row = ${row}`);
      try {
        expect(await drop(4)).toBeNull();
        await ledger.sql(`UPDATE arrival SET whole = 1;
          INSERT INTO license (id, uuid, authkey, psk_key, authkey_mark) VALUES (1, 'u', 'k1:a', 'k1:p', '${mark('a')}')`);
        expect(await drop(2)).toBeNull();
        expect(await drop(3)).toContain('not lost');
        expect(await attempt('UPDATE arrival SET whole = 0')).toContain('stays whole');
        expect(await attempt('DELETE FROM arrival')).not.toBeNull();
      } finally {
        await ledger.sql('ROLLBACK');
      }
    });

    test.each(REACHABLE)(
      'lets a license go from %s (exposed: %i) only where it may',
      async (state, exposed) => {
        const went: string[] = [];
        await withLicense(state, exposed, async () => {
          for (const next of LICENSE_STATES) {
            for (const nextExposed of [0, 1]) {
              const bound =
                next === 'free'
                  ? { mac: null, run_id: null, reserved_at: null }
                  : { mac: MAC, run_id: 'r', reserved_at: 1 };
              await ledger.sql('SAVEPOINT before');
              const refused = await attempt(update({ state: next, exposed: nextExposed, ...bound }));
              if (refused === null) went.push(`${next} ${nextExposed}`);
              else expect(refused).toMatch(/constraint|forward|stays/i);
              await ledger.sql('ROLLBACK TO before');
            }
          }
        });
        expect(went.sort()).toEqual([...ALLOWED[`${state} ${exposed}`]!].sort());
      },
    );

    test('lets no sequence of updates at all unbind a license that a board may have seen', async () => {
      const value = fc.record({
        state: fc.constantFrom(...LICENSE_STATES),
        exposed: fc.constantFrom(0, 1),
        mac: fc.constantFrom(null, MAC, 'd81f12000002'),
        run_id: fc.constantFrom(null, 'r', 's'),
        reserved_at: fc.constantFrom(null, 1),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 30 }), (updates) =>
          withLicense('free', 0, async () => {
            let bound: string | null = null;
            for (const next of updates) {
              // Refused or not: what matters is what stands afterwards.
              await attempt(update(next));
              const [row] = (await ledger.sql('SELECT mac, exposed FROM license')) as Row[];
              if (bound !== null) expect(row).toMatchObject({ mac: bound, exposed: 1 });
              else if (row?.exposed === 1) bound = row.mac;
            }
          }),
        ),
        { numRuns: sequences },
      );
    });

    const run = (record: string): string =>
      `INSERT INTO run (run_id, port, started_at, outcome, record) VALUES ('r', 'p', 0, 'succeeded', ${record})`;

    test.each([
      ['DELETE FROM license', 'never removed'],
      ['DELETE FROM token', 'foreign key'],
      ["UPDATE license SET uuid = 'other'", 'stays what was imported'],
      ["UPDATE license SET authkey = 'k1:other'", 'stays what was imported'],
      ["UPDATE license SET psk_key = 'k1:other'", 'stays what was imported'],
      [`UPDATE license SET authkey_mark = '${mark('z')}'`, 'stays what was imported'],
      ['UPDATE license SET mac = NULL', 'stays with its board'],
      ["UPDATE license SET mac = 'd81f12000002'", 'stays with its board'],
      [insert('u', { authkey: 'b' }), 'unique'],
      [insert('U', { authkey: 'b' }), 'unique'],
      [insert('v'), 'unique'],
      [insert('v', { authkey: 'b' }).replace("'k1:b'", "'open'"), 'sealed'],
      [insert('v', { authkey: 'b' }).replace("'k1:p'", "'open'"), 'sealed'],
      [
        `INSERT INTO license (token, uuid, authkey, psk_key, authkey_mark, state, mac, run_id, reserved_at, exposed)
          VALUES ('${TOKEN}', 'v', 'k1:b', 'k1:q', '${mark('b')}', 'validated', 'd81f12000002', 'r', 1, 1)`,
        'starts free',
      ],
      [insert('v', { authkey: 'b', token: '0000000000000000' }), 'foreign key'],
      [run('NULL'), 'check'],
      [run("'{'"), 'check|malformed|json'],
      ["UPDATE license SET mac = 'D81F12000001'", 'check|stays'],
      ["INSERT INTO firmware (sha256, name, kind, bytes) VALUES ('AB', 'n', 'QIO', 1)", 'check'],
    ])('refuses %s', async (text, why) => {
      await withLicense('validated', 1, async () => {
        expect(await attempt(text)).toMatch(new RegExp(why, 'i'));
        expect(await ledger.sql('SELECT * FROM license')).toHaveLength(1);
      });
    });

    test('gives one board of a token one license', async () => {
      await withLicense('validated', 1, async () => {
        await ledger.sql(insert('v', { authkey: 'b' }));
        const second = `UPDATE license SET state = 'reserved', mac = '${MAC}', run_id = 's', reserved_at = 1 WHERE uuid = 'v'`;
        expect(await attempt(second)).toMatch(/unique/i);
      });
    });

    const stock = insert('s', { authkey: 's' }).replace(`'${TOKEN}'`, 'NULL');
    const orders = `INSERT INTO product (id, name, category, mode, created_at)
        VALUES ('0123456789abcdef', 'n', 'c', 'custom', 0);
      INSERT INTO license_order (code, product_id, identifier, version, mode, quantity, free, license_kind, development,
          actor, created_at)
        VALUES ('AAAAAAAAA', '0123456789abcdef', 'i', 'v', 'license-list', 1, 0, 'tuyaos', 0, 'k', 0),
          ('BBBBBBBBB', '0123456789abcdef', 'i', 'v', 'license-list', 1, 0, 'tuyaos', 0, 'k', 0)`;
    const inStock = "WHERE uuid = 's'";

    test.each([
      [
        'one in stock for a board',
        [],
        `UPDATE license SET state = 'reserved', mac = '${MAC}', run_id = 'r', reserved_at = 1 ${inStock}`,
        'check',
      ],
      [
        'another token for it',
        [`UPDATE license SET token = '${TOKEN}' ${inStock}`],
        `UPDATE license SET token = NULL ${inStock}`,
        'stays with its token',
      ],
      [
        'a second list',
        [`UPDATE license SET list_order = 'AAAAAAAAA' ${inStock}`],
        `UPDATE license SET list_order = 'BBBBBBBBB' ${inStock}`,
        'delivered once',
      ],
      [
        'a token after a list',
        [`UPDATE license SET list_order = 'AAAAAAAAA' ${inStock}`],
        `UPDATE license SET token = '${TOKEN}' ${inStock}`,
        'delivered once|check',
      ],
      [
        'a token for one kept back',
        [`UPDATE license SET held = 1 ${inStock}`],
        `UPDATE license SET token = '${TOKEN}' ${inStock}`,
        'held back',
      ],
      [
        'a list for one kept back',
        [`UPDATE license SET held = 1 ${inStock}`],
        `UPDATE license SET list_order = 'AAAAAAAAA' ${inStock}`,
        'check',
      ],
      [
        'a made-up one as real',
        [],
        `UPDATE license SET development = 1 ${inStock}`,
        'stays what was imported',
      ],
      ['another kind', [], `UPDATE license SET kind = 'tuyaopen' ${inStock}`, 'stays what was imported'],
    ])('refuses %s', async (_name, before, text, why) => {
      await withLicense('free', 0, async () => {
        for (const statement of [orders, stock, ...before]) await ledger.sql(statement);
        expect(await attempt(text)).toMatch(new RegExp(why, 'i'));
      });
    });

    test('gives the free licenses of a product once', async () => {
      await withLicense('free', 0, async () => {
        await ledger.sql(orders);
        await ledger.sql("UPDATE license_order SET free = 1 WHERE code = 'AAAAAAAAA'");
        expect(await attempt("UPDATE license_order SET free = 1 WHERE code = 'BBBBBBBBB'")).toMatch(
          /unique/i,
        );
      });
    });

    test('only adds to the ledger', async () => {
      await withLicense('free', 0, async () => {
        await ledger.sql(
          "INSERT INTO license_event (license_id, at, actor, step, to_state, exposed) VALUES (1, 0, 'k', 'import', 'free', 0)",
        );
        expect(await attempt("UPDATE license_event SET actor = 'someone else'")).toMatch(/only added to/);
        expect(await attempt('DELETE FROM license_event')).toMatch(/only added to/);
      });
    });

    test('keeps its key', async () => {
      expect(await ledger.sql('SELECT mark FROM ledger_key')).toHaveLength(1);
      await withLicense('free', 0, async () => {
        expect(await attempt(`UPDATE ledger_key SET mark = '${mark('z')}'`)).toMatch(/keeps its key/);
        expect(await attempt('DELETE FROM ledger_key')).toMatch(/keeps its key/);
        expect(await attempt(`INSERT INTO ledger_key (mark) VALUES ('${mark('z')}')`)).toMatch(/unique/i);
      });
    });
  });
}
