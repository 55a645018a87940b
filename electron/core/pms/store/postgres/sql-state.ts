import pg from 'pg';

/** Why PostgreSQL refused, as far as Kiln tells its reasons apart. */
export type PostgresTrouble =
  /** Another transaction was in the way: the same again, from the start, may well pass. */
  | 'crossed'
  /** It waited too long for another one. */
  | 'busy'
  /** There is no talking to it. */
  | 'unreachable';

/**
 * By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). A unique index is crossed by whoever
 * comes second: looked at again from the start, what the first one did is there to be seen.
 */
const CROSSED = new Set(['40001', '40P01', '23505']);
/** lock_not_available, and query_canceled by statement_timeout. */
const BUSY = new Set(['55P03', '57014']);
/** Connection exceptions, no such database, no such user, too many connections, shutting down. */
const UNREACHABLE = /^(08...|28...|3D000|53300|57P0[1-5])$/;

/** What an error means, or null where it is none of these (a constraint, a mistake of ours). */
export function postgresTrouble(thrown: unknown): PostgresTrouble | null {
  if (!(thrown instanceof Error)) return null;
  // What no server sent is a matter of the connection: refused, reset, timed out, a name that does not resolve.
  if (!(thrown instanceof pg.DatabaseError)) return isOfConnection(thrown) ? 'unreachable' : null;
  const state = thrown.code ?? '';
  if (CROSSED.has(state)) return 'crossed';
  if (BUSY.has(state)) return 'busy';
  return UNREACHABLE.test(state) ? 'unreachable' : null;
}

function isOfConnection(thrown: Error): boolean {
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return /^E[A-Z_]+$/.test(code) || /connection|timeout/i.test(thrown.message);
}
