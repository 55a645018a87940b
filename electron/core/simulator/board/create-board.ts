import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { prepared } from '../conditions/prepare.js';
import type { CreateBoardOptions } from '../tuning.js';
import { Board } from './board.js';
import { CHIP_TRAITS } from './chips.js';

/**
 * A board that was powered a moment ago: the loader's window is over, the application, if there is one, is starting.
 * Power, button or line open the window anew. `dispose` it.
 * @throws KilnError USAGE where `flash` is not as large as the part or `mac` is not 12 hex digits
 */
export function createBoard(options: CreateBoardOptions): Board {
  const size = (options.part ?? CHIP_TRAITS[options.chip].part).size;
  if (options.flash && options.flash.length !== size) {
    throw new KilnError('USAGE', { detail: `flash: ${size} bytes`, value: options.flash.length });
  }
  return new Board(prepared(options));
}
