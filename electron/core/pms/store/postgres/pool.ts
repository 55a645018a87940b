import pg from 'pg';

/** How long a call waits for another one's lock, and how long any statement may take. */
export const LOCK_SECONDS = 10;
const STATEMENT_SECONDS = 60;
/** How long a program that stopped in mid-transaction may keep its locks. */
const IDLE_SECONDS = 30;
const CONNECT_SECONDS = 10;
const MOST_CONNECTIONS = 10;

/** A count or a time. @throws where it is past what a number holds exactly, which none of ours is */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('a number of the ledger is out of range');
  return value;
}

/** bigint, in PostgreSQL's catalogue of types. */
const INT8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text'): unknown =>
    oid === INT8 ? wholeNumber : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** @param database a connection URL, `postgres://user@host:5432/kiln` */
export function openPool(database: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    lock_timeout: LOCK_SECONDS * 1000,
    statement_timeout: STATEMENT_SECONDS * 1000,
    idle_in_transaction_session_timeout: IDLE_SECONDS * 1000,
    application_name: 'kiln',
    types,
  });
  // A connection that breaks while nobody uses it: the pool drops it, and the next call opens another.
  pool.on('error', () => undefined);
  return pool;
}
