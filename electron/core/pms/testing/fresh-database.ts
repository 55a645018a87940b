import { randomBytes } from 'node:crypto';

import pg from 'pg';
import { inject } from 'vitest';

/** An empty place in the PostgreSQL of this test run, for one test. */
export interface FreshDatabase {
  /** Of the place: programs that are given it see nothing of other tests. */
  readonly url: string;
  /** Runs statements in it, past the store. */
  sql<Row extends object = Record<string, unknown>>(text: string): Promise<Row[]>;
  drop(): Promise<void>;
}

/** @throws where this machine has no PostgreSQL, saying what to install */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('postgres');
  if ('missing' in server) throw new Error(server.missing);
  const schema = `test_${randomBytes(8).toString('hex')}`;
  const url = `${server.url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  return {
    url,
    sql: async <Row>(text: string) => (await client.query(text)).rows as Row[],
    async drop() {
      await client.query(`DROP SCHEMA ${schema} CASCADE`);
      await client.end();
    },
  };
}
