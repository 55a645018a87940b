import { ERROR_CODES, type ErrorCode, type ErrorGroup } from '../../shared/errors/codes.js';

/** What the shell gets: 0 done, 1 failed on the board, 2 usage, 3 port, 4 token or license, 130 cancelled, 70 a fault of Kiln. */
const EXIT: Readonly<Record<ErrorGroup, number>> = {
  board: 1,
  usage: 2,
  port: 3,
  token: 4,
  internal: 70,
  cancelled: 130,
};

export function exitCodeOf(code: ErrorCode): number {
  return EXIT[ERROR_CODES[code].group];
}
