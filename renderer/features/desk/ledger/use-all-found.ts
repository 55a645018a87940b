import { useState } from 'react';

import type { PmsAsk } from '../../../../shared/contract/pms/operations.js';
import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../../app/bridge.js';
import { useDesk } from '../desk-store.js';

const LARGEST = 1000;

interface AllFound {
  /** How many were found so far, while it reads. */
  readonly finding: number | null;
  readonly error: CodedError | null;
  /** Every uuid that a search finds, or null where reading it failed. */
  readonly find: (search: PmsAsk<'ledger.search'>) => Promise<readonly string[] | null>;
}

/** Reads a search to its end, for who wants to choose all of it. */
export function useAllFound(): AllFound {
  const perform = useDesk((state) => state.perform);
  const [finding, setFinding] = useState<number | null>(null);
  const [error, setError] = useState<CodedError | null>(null);
  return {
    finding,
    error,
    find: async (search) => {
      const uuids: string[] = [];
      setError(null);
      try {
        for (let after: string | null = ''; after !== null;) {
          setFinding(uuids.length);
          const page: { items: { uuid: string }[]; next: string | null } = await perform('ledger.search', {
            ...search,
            limit: LARGEST,
            ...(after === '' ? {} : { after }),
          });
          uuids.push(...page.items.map(({ uuid }) => uuid));
          after = page.next;
        }
        return uuids;
      } catch (thrown) {
        setError(asCodedError(thrown));
        return null;
      } finally {
        setFinding(null);
      }
    },
  };
}
