import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import { constraintContract, type BareLedger } from '../../testing/contract-constraints.js';
import { leaseConstraintContract } from '../../testing/contract-lease-constraints.js';
import { freshDatabase } from '../../testing/fresh-database.js';
import { openPostgresStore } from './postgres-store.js';

async function bare(): Promise<BareLedger> {
  const database = await freshDatabase();
  await (await openPostgresStore({ database: database.url, key: fixedKey })).close();
  return { sql: (text) => database.sql(text), close: () => database.drop() };
}

constraintContract('PostgreSQL', bare, { sequences: 10 });
leaseConstraintContract('PostgreSQL', bare, { sequences: 10 });
