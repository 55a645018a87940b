import type { StationPolicies } from '../../../shared/contract/policies.js';
import type { SlotPhase } from '../../../shared/contract/station.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { remedyOf, slotOfHolder, type Remedy } from '../../../shared/errors/remedies.js';
import type { RunOrder } from './slot-runner.js';

/** What a remedy may do. */
export interface RemedyHands {
  /** Runs the slot as the station works, but for `change`. */
  run(change: Partial<RunOrder>): void;
  /** Stops another slot and waits until its port is free. @throws KilnError BAD_REQUEST where there is none */
  closeSlot(slot: number): Promise<void>;
  readonly policies: StationPolicies;
}

/**
 * Does the remedy of a failed slot. Only the one that its failure calls for: a button that came too late does nothing else.
 * @throws KilnError REMEDY_NOT_HERE {action}, MAC_POOL_EMPTY {count}
 */
export async function remedyStep(action: Remedy, state: SlotPhase, hands: RemedyHands): Promise<void> {
  if (state.phase !== 'failed' || remedyOf(state.error) !== action)
    throw new KilnError('REMEDY_NOT_HERE', { action });
  const { policies } = hands;
  switch (action) {
    case 'run-again':
      return hands.run({});
    case 'unlock':
      return hands.run({ mode: 'unlock', other: true });
    case 'close-slot': {
      const holder = slotOfHolder(state.error.data);
      if (holder !== null) await hands.closeSlot(holder);
      return hands.run({});
    }
    case 'write-mac':
      if (policies.macs.length === 0) throw new KilnError('MAC_POOL_EMPTY', { count: 0 });
      return hands.run({ policies: { ...policies, badMac: 'write', duplicateMac: 'write' } });
    case 'verify-code':
    case 'other-token':
    case 'other-order':
    case 'read-serial':
    case 'choose-port':
      // For the view and the desk.
      throw new KilnError('REMEDY_NOT_HERE', { action });
  }
}
