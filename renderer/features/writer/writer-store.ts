import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Bridge } from '../../../shared/contract/channels.js';
import type { PortInfo } from '../../../shared/contract/ports.js';
import type { FlashRange, WriterChange, WriterSnapshot } from '../../../shared/contract/writer.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { wholeSectors, type WriterAction } from '../../../shared/domain/writer.js';
import type { Language } from '../../../shared/words/index.js';
import { asCodedError } from '../../app/bridge.js';
import { perBridge, useBridge } from '../../components/bridge-context.js';
import { EMPTY_COPY, feeder } from '../../components/sync.js';
import { parseHex } from './hex.js';
import type { Scene } from './model.js';
import { nextSync, type Sync } from './sync.js';

/** Text in a hex field that is not committed yet. */
export interface Draft {
  readonly start?: string | undefined;
  readonly length?: string | undefined;
}

/** All that the Writer view shows. Everything but the view's own business comes from the core. */
export interface WriterState {
  readonly sync: Sync;
  readonly ports: readonly PortInfo[];
  readonly draft: Draft;
  /** A range being dragged on the map. */
  readonly dragged: FlashRange | null;
  readonly override: string;
  /** A call that the core refused, and the action that it was for. */
  readonly refusal: { readonly error: CodedError; readonly action: WriterAction | null } | null;
  /** The action whose button is pointed at: the map shows what it would do. */
  readonly pointed: WriterAction | null;
  readonly logOpen: boolean;
  readonly whyOpen: boolean;

  readonly reload: () => void;
  readonly configure: (change: WriterChange) => Promise<void>;
  readonly type: (draft: Draft) => void;
  /** Takes what was typed into the hex fields, where it is hex. */
  readonly commit: () => Promise<void>;
  readonly drag: (range: FlashRange | null) => void;
  readonly round: () => Promise<void>;
  readonly setOverride: (reason: string) => void;
  readonly browse: () => Promise<void>;
  readonly openRecent: (id: string) => Promise<void>;
  readonly drop: (file: File) => Promise<void>;
  readonly run: (action: WriterAction) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly pressReset: (path: string) => Promise<void>;
  readonly setFrames: (on: boolean) => Promise<void>;
  readonly saveLog: (language: Language) => Promise<void>;
  readonly point: (action: WriterAction | null) => void;
  readonly toggleLog: () => void;
  readonly toggleWhy: () => void;
}
type WriterStore = StoreApi<WriterState>;

function hexOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseHex(text) ?? undefined);
}

/** The range as the fields have it: dragged, typed, or as the core keeps it. */
export function rangeOf(state: Pick<WriterState, 'dragged' | 'draft'>, settled: FlashRange): FlashRange {
  if (state.dragged !== null) return state.dragged;
  const start = state.draft.start === undefined ? null : parseHex(state.draft.start);
  const length = state.draft.length === undefined ? null : parseHex(state.draft.length);
  if (start === null && length === null) return settled;
  return { start: start ?? settled.start, length: length ?? settled.length };
}

/** Makes the store of one bridge and connects it for good. */
export function createWriterStore(bridge: Bridge): WriterStore {
  const store = createStore<WriterState>()((set, get) => {
    /** Runs a call; a refusal is shown as a failure of the Writer. */
    const attempt = async (
      call: () => Promise<unknown>,
      action: WriterAction | null = null,
    ): Promise<boolean> => {
      set({ refusal: null });
      try {
        await call();
        return true;
      } catch (thrown) {
        set({ refusal: { error: asCodedError(thrown), action } });
        return false;
      }
    };
    const settled = (): FlashRange | null => get().sync.snapshot?.settings.range ?? null;

    return {
      sync: EMPTY_COPY,
      ports: [],
      draft: {},
      dragged: null,
      override: '',
      refusal: null,
      pointed: null,
      logOpen: true,
      whyOpen: false,

      reload: () => feed({ type: 'start' }),
      configure: async (change) => {
        await attempt(() => bridge.call('writer.configure', change));
      },
      type: (draft) => set({ draft: { ...get().draft, ...draft } }),
      commit: async () => {
        const { draft } = get();
        const [start, length] = [hexOf(draft.start), hexOf(draft.length)];
        if (start !== undefined || length !== undefined) {
          // Each end alone: the other one may be under way to the core already.
          const range = {
            ...(start === undefined ? {} : { start }),
            ...(length === undefined ? {} : { length }),
          };
          await get().configure({ range });
        }
        // What was typed meanwhile stays.
        const { draft: now } = get();
        const newer = Object.entries(now).filter(([part, text]) => draft[part as keyof Draft] !== text);
        set({ draft: Object.fromEntries(newer) });
      },
      drag: (dragged) => set({ dragged, draft: {} }),
      round: async () => {
        const now = settled();
        if (now === null) return;
        const range = wholeSectors(rangeOf(get(), now));
        await get().configure({ range: { ...range } });
        set({ draft: {} });
      },
      setOverride: (override) => set({ override }),
      browse: async () => {
        await attempt(() => bridge.call('writer.browse'));
      },
      openRecent: async (id) => {
        await attempt(() => bridge.call('writer.recent', { id }));
      },
      drop: async (file) => {
        await attempt(() => bridge.drop(file));
      },
      run: async (action) => {
        await get().commit();
        const override = get().override.trim();
        const begun = await attempt(
          () =>
            action === 'read'
              ? bridge.call('writer.read')
              : bridge.call('writer.run', { action, ...(override.length < 3 ? {} : { override }) }),
          action,
        );
        // A reason is for one job: the next one wants its own.
        if (begun) set({ override: '', pointed: null });
      },
      stop: async () => {
        await attempt(() => bridge.call('writer.stop'));
      },
      pressReset: async (path) => {
        await attempt(() => bridge.call('virtual.reset', { path }));
      },
      setFrames: async (on) => {
        await attempt(() => bridge.call('writer.frames', { on }));
      },
      saveLog: async (language) => {
        await attempt(() => bridge.call('writer.saveLog', { language }));
      },
      point: (pointed) => set({ pointed }),
      toggleLog: () => set({ logOpen: !get().logOpen }),
      toggleWhy: () => set({ whyOpen: !get().whyOpen }),
    };
  });

  const feed = feeder({
    next: nextSync,
    get: () => store.getState().sync,
    set: (sync) => store.setState({ sync }),
    ask: () => bridge.call('writer.snapshot'),
    coded: asCodedError,
  });
  bridge.on('writer.event', (event) => feed({ type: 'event', event }));
  bridge.on('ports.changed', (ports) => store.setState({ ports }));
  bridge.call('ports.list').then(
    (ports) => store.setState({ ports }),
    (thrown: unknown) => store.setState({ refusal: { error: asCodedError(thrown), action: null } }),
  );
  feed({ type: 'start' });
  return store;
}

/** Made once a page: it is still there when the operator comes back to the view. */
const storeOf = perBridge(createWriterStore);

export function useWriterStore(): WriterStore {
  return storeOf(useBridge());
}

export function useWriter<T>(select: (state: WriterState) => T): T {
  return useStore(useWriterStore(), select);
}

/** The Writer's copy of the core's state; to be used below the point where it is known to be there. */
export function useSnapshot(): WriterSnapshot {
  const snapshot = useWriter((state) => state.sync.snapshot);
  if (snapshot === null) throw new Error('the Writer has no snapshot yet');
  return snapshot;
}

/** What the rules of the view look at. */
export function sceneOf(state: WriterState, writer: WriterSnapshot): Scene {
  return {
    writer,
    ports: state.ports,
    range: rangeOf(state, writer.settings.range),
    override: state.override,
    refusal: state.refusal?.error ?? null,
  };
}

export function useScene(): Scene {
  const writer = useSnapshot();
  const ports = useWriter((state) => state.ports);
  const draft = useWriter((state) => state.draft);
  const dragged = useWriter((state) => state.dragged);
  const override = useWriter((state) => state.override);
  const refusal = useWriter((state) => state.refusal);
  return useMemo(
    () => ({
      writer,
      ports,
      range: rangeOf({ draft, dragged }, writer.settings.range),
      override,
      refusal: refusal?.error ?? null,
    }),
    [writer, ports, draft, dragged, override, refusal],
  );
}
