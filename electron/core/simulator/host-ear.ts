import { garble } from './wire/garble.js';
import { ratesAgree } from './wire/rate.js';
import { seededRandom } from './random.js';

/** What a bench knows of a board beyond the bytes. `Board` has all of it; for anything else the defaults hold. */
export interface BoardTraits {
  /** @default 'instant' */
  readonly timing?: 'instant' | 'realistic';
  /** @default true */
  readonly strictBaud?: boolean;
  /** @default false */
  readonly resetWired?: boolean;
  readonly random?: () => number;
}

/** What a host at `hostRate` baud hears of bytes that a board sent at `boardRate`. */
export type HostEar = (bytes: Uint8Array, boardRate: number, hostRate: number) => Uint8Array;

/** The host's receiver on `board`'s wire: deterministic by the board's random source. */
export function hostEar(board: BoardTraits): HostEar {
  const random = board.random ?? seededRandom(1);
  return (bytes, boardRate, hostRate) =>
    board.strictBaud === false || ratesAgree(boardRate, hostRate)
      ? bytes
      : garble(bytes, { sentAt: boardRate, heardAt: hostRate, random });
}
