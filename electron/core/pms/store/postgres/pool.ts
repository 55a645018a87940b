import pg from 'pg';

/** How long any statement may take. */
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

/**
 * @param database a connection URL, `postgres://user@host:5432/kiln`
 * @param lockSeconds how long a statement waits for a row of another transaction
 */
export function openPool(database: string, lockSeconds: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    lock_timeout: lockSeconds * 1000,
    statement_timeout: STATEMENT_SECONDS * 1000,
    idle_in_transaction_session_timeout: IDLE_SECONDS * 1000,
    application_name: 'kiln',
    types,
  });
  // A connection that breaks between two statements: the next one on it says so. Unheard, it would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
