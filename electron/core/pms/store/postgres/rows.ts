import type { PoolClient } from 'pg';
import { createQueryId, PostgresQueryCompiler, type OperationNode, type RootOperationNode } from 'kysely';

import type { Secrets } from '../../../secrets/secrets.js';
import type { Built, Rows } from '../query.js';

/** bytea comes as a Buffer, whose slices share memory: rules see plain bytes, as on SQLite. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(row)) {
    if (Buffer.isBuffer(value)) row[name] = new Uint8Array(value);
  }
  return row;
}

/** On PostgreSQL: the tree of each query, compiled in PostgreSQL's words. */
export function rowsOfClient(client: PoolClient, secrets: Secrets): Rows {
  const compiler = new PostgresQueryCompiler();
  const send = (built: Built) => {
    const tree: OperationNode = built.toOperationNode();
    const { sql, parameters } = compiler.compileQuery(tree as RootOperationNode, createQueryId());
    return client.query<Record<string, unknown>>(sql, [...parameters]);
  };
  const all = async <Row>(built: Built<Row>): Promise<Row[]> =>
    (await send(built)).rows.map((row) => plain(row) as Row);
  return {
    secrets,
    all,
    first: async (built) => (await all(built))[0],
    run: async (built) => (await send(built)).rowCount ?? 0,
  };
}
