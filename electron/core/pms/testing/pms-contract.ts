import { afterEach, beforeEach, describe } from 'vitest';

import { Bench, type PmsUnderTest } from './bench.js';
import { licenseContract } from './contract-licenses.js';
import { poolContract } from './contract-pool.js';
import { recordContract } from './contract-records.js';
import { tokenContract } from './contract-tokens.js';

/** What every Pms must do, whatever stands behind it. Call it in a test file of the store. */
export function pmsContract(name: string, make: () => Promise<PmsUnderTest>): void {
  describe(`${name} keeps the contract of Pms`, () => {
    const bench = new Bench();
    beforeEach(async () => bench.set(await make()));
    afterEach(() => bench.pms.close());
    tokenContract(bench);
    licenseContract(bench);
    poolContract(bench);
    recordContract(bench);
  });
}
