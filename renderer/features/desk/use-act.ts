import { useState } from 'react';

import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { useDesk } from './desk-store.js';

export interface Act {
  readonly busy: boolean;
  /** Why the last one was refused. */
  readonly error: CodedError | null;
  /** Does it, and has what is on the page read again. @returns true where it went well */
  readonly act: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly clear: () => void;
}

/** One thing done at a time, with the words of its refusal beside it. */
export function useAct(): Act {
  const changed = useDesk((state) => state.changed);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CodedError | null>(null);
  return {
    busy,
    error,
    clear: () => setError(null),
    act: async (work) => {
      setBusy(true);
      setError(null);
      try {
        await work();
        changed();
        return true;
      } catch (thrown) {
        setError(asCodedError(thrown));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
