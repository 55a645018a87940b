import type { LoaderStage } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { address } from './hex.js';
import type { Range } from './range.js';
import { retrying } from './retry.js';
import type { Session } from './session.js';

const TRIES = 3;

/**
 * CRC of the chip over a range of whole sectors, wire form.
 * @throws KilnError CRC_NO_ANSWER {start, end} where link checks are answered and this is not, LINK_LOST
 */
export function chipCrc(session: Session, { start, end }: Range, during: LoaderStage): Promise<number> {
  const retry = {
    tries: TRIES,
    during,
    what: `crc ${address(start)}`,
    giveUp: () => new KilnError('CRC_NO_ANSWER', { start: address(start), end: address(end) }),
  } as const;
  return retrying(session, retry, () => session.commands.crc(start, end - start));
}
