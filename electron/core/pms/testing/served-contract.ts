import type { VirtualClock } from '../../time/testing/virtual-clock.js';
import type { StorePms } from '../store-pms.js';
import type { LeasesUnderTest } from './lease-bench.js';
import { serve } from './served.js';

export interface ServedBooks {
  readonly clock: VirtualClock;
  readonly open: () => Promise<StorePms>;
  /** Called at the end of the test. */
  readonly after: (clean: () => Promise<void>) => void;
}

/** What the contract is proved on: a station's Pms at a server, and at a second server on the same books. */
export async function overHttp({ clock, open, after }: ServedBooks): Promise<LeasesUnderTest> {
  const first = await open();
  const served = await serve(first);
  after(() => first.close());
  after(() => served.close());
  return {
    clock,
    pms: served.pms(),
    books: first,
    async again() {
      const books = await open();
      const other = await serve(books, { bearer: served.bearer });
      after(() => books.close());
      after(() => other.close());
      return other.pms();
    },
  };
}
