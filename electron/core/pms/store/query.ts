import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';

import type { Schema } from './schema.js';
import type { SqlConnection, SqlStatement, SqlValue } from './sqlite.js';

/**
 * Builds queries, typed by the schema, and sends none: Kysely's own execution awaits between two statements of a
 * transaction, and with two stores open in one process that would let the second one wait, synchronously, for a
 * lock that the first cannot give back. `Rows` runs them instead, all in one turn.
 */
export const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Runs compiled queries on one connection. */
export interface Rows {
  all<Row>(built: Compilable<Row>): Row[];
  first<Row>(built: Compilable<Row>): Row | undefined;
  /** For insert and update. @returns the number of rows changed. */
  run(built: Compilable): number;
}

export function rowsOf(connection: SqlConnection): Rows {
  const prepared = new Map<string, SqlStatement>();
  const prepare = (sql: string): SqlStatement => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const all = <Row>(built: Compilable<Row>): Row[] => {
    const { sql, parameters } = built.compile();
    return prepare(sql).all(...(parameters as SqlValue[])) as Row[];
  };
  return {
    all,
    first: (built) => all(built)[0],
    run(built) {
      const { sql, parameters } = built.compile();
      return prepare(sql).run(...(parameters as SqlValue[]));
    },
  };
}
