import { afterEach, beforeEach, describe } from 'vitest';

import { floorContract } from './contract-desk-floor.js';
import { lineContract } from './contract-desk-line.js';
import { ledgerContract } from './contract-desk-ledger.js';
import { orderContract } from './contract-desk-orders.js';
import { manyContract } from './contract-desk-many.js';
import { termsContract } from './contract-desk-terms.js';
import { deskTokenContract } from './contract-desk-tokens.js';
import { peopleContract } from './contract-desk-people.js';
import { DeskBench, type DeskUnderTest } from './desk-bench.js';

/**
 * What the production desk must do, whatever engine keeps its books. Call it in a test file of the engine.
 * @param more of what only whoever stands beside the engine can see
 */
export function deskContract(
  name: string,
  make: () => Promise<DeskUnderTest>,
  more: (bench: DeskBench) => void = () => undefined,
): void {
  describe(`the desk on ${name}`, () => {
    const bench = new DeskBench();
    beforeEach(async () => bench.set(await make()));
    afterEach(async () => {
      await bench.pms.close();
      bench.clean();
    });
    peopleContract(bench);
    orderContract(bench);
    termsContract(bench);
    manyContract(bench);
    deskTokenContract(bench);
    floorContract(bench);
    lineContract(bench);
    ledgerContract(bench);
    more(bench);
  });
}
