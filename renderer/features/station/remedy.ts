import type { SlotView } from '../../../shared/contract/station.js';
import { remedyOf, type Remedy } from '../../../shared/errors/remedies.js';

/** The remedy of a failed slot that has a button of its own: Run again has one in every tile. */
export function ownRemedy({ state }: SlotView): Exclude<Remedy, 'run-again'> | null {
  if (state.phase !== 'failed') return null;
  const remedy = remedyOf(state.error);
  return remedy === 'run-again' ? null : remedy;
}
