import { fixedKey } from '../../../secrets/testing/fixed-key.js';
import { constraintContract } from '../../testing/contract-constraints.js';
import { freshDatabase } from '../../testing/fresh-database.js';
import { openPostgresStore } from './postgres-store.js';

constraintContract(
  'PostgreSQL',
  async () => {
    const database = await freshDatabase();
    await (await openPostgresStore({ database: database.url, key: fixedKey })).close();
    return { sql: (text) => database.sql(text), close: () => database.drop() };
  },
  { sequences: 10 },
);
