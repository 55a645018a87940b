import { createStore, useStore, type StoreApi } from 'zustand';

import type { Bridge, CallReply } from '../../../shared/contract/channels.js';
import type { PmsChoice, PmsConnection } from '../../../shared/contract/settings.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { asCodedError } from '../../app/bridge.js';
import { perBridge, useBridge } from '../../components/bridge-context.js';

export interface BooksState {
  /** Null until it is read. */
  readonly choice: PmsChoice | null;
  readonly connection: PmsConnection | null;
  readonly tested: CallReply<'settings.pms.test'> | null;
  readonly error: CodedError | null;
  readonly busy: boolean;

  readonly test: (place: { url: string; ca: string | null }) => Promise<void>;
  readonly use: (choice: PmsChoice) => Promise<void>;
  readonly login: (email: string, password: string) => Promise<void>;
  readonly logout: () => Promise<void>;
}
type BooksStore = StoreApi<BooksState>;

const storeOf = perBridge((bridge: Bridge): BooksStore => {
  const store = createStore<BooksState>()((set, get) => {
    const attempt = async (task: () => Promise<Partial<BooksState>>): Promise<void> => {
      if (get().busy) return;
      set({ busy: true, error: null, tested: null });
      try {
        set({ ...(await task()), busy: false });
      } catch (thrown) {
        set({ error: asCodedError(thrown), busy: false });
      }
    };
    return {
      choice: null,
      connection: null,
      tested: null,
      error: null,
      busy: false,
      test: (place) => attempt(async () => ({ tested: await bridge.call('settings.pms.test', place) })),
      use: (choice) => attempt(() => bridge.call('settings.pms.set', choice)),
      login: (email, password) =>
        attempt(async () => {
          await bridge.call('settings.pms.login', { email, password });
          return bridge.call('settings.pms.get');
        }),
      logout: () =>
        attempt(async () => {
          await bridge.call('settings.pms.logout');
          return bridge.call('settings.pms.get');
        }),
    };
  });
  // For good: the top bar says where the books are in every view.
  bridge.on('settings.pms', (connection) => store.setState({ connection }));
  bridge.call('settings.pms.get').then(store.setState, () => undefined);
  return store;
});

export function useBooks<T>(select: (state: BooksState) => T): T {
  return useStore(storeOf(useBridge()), select);
}
