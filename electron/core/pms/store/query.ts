import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type OperationNodeSource,
  type SelectModifierNode,
} from 'kysely';

import type { Secrets } from '../../secrets/secrets.js';
import type { Schema } from './schema.js';
import type { SqlConnection, SqlStatement, SqlValue } from './sqlite.js';

/** What locks rows says nothing to SQLite: a write has the whole file to itself. */
const LOCKS = new Set<string | undefined>(['ForUpdate', 'ForNoKeyUpdate', 'SkipLocked']);

class SqliteCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!LOCKS.has(node.modifier)) super.visitSelectModifier(node);
  }
}

/**
 * Builds queries, typed by the schema, and sends none: the rules of the ledger are the same on every engine, and each
 * engine compiles and runs them through its own `Rows`, inside a transaction that it opened.
 */
export const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteCompiler(),
  },
});

/** A query as `query` builds it: SQLite compiles it as it is, another engine takes its tree. */
export type Built<Row = unknown> = Compilable<Row> & OperationNodeSource;

/** Runs built queries inside one transaction of one connection. */
export interface Rows {
  all<Row>(built: Built<Row>): Promise<Row[]>;
  first<Row>(built: Built<Row>): Promise<Row | undefined>;
  /** For insert and update. @returns the number of rows changed. */
  run(built: Built): Promise<number>;
  /** For the columns that are kept sealed (sealed-license.ts). */
  readonly secrets: Secrets;
}

/** On SQLite, whose statements are synchronous: a transaction yields to nothing but microtasks. */
export function rowsOf(connection: SqlConnection, secrets: Secrets): Rows {
  const prepared = new Map<string, SqlStatement>();
  const prepare = (sql: string): SqlStatement => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  // Not async: what SQLite throws must reject the promise, never escape it.
  const attempt = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));
  const all = <Row>(built: Built<Row>): Promise<Row[]> =>
    attempt(() => {
      const { sql, parameters } = built.compile();
      return prepare(sql).all(...(parameters as SqlValue[])) as Row[];
    });
  return {
    secrets,
    all,
    first: async (built) => (await all(built))[0],
    run: (built) =>
      attempt(() => {
        const { sql, parameters } = built.compile();
        return prepare(sql).run(...(parameters as SqlValue[]));
      }),
  };
}
