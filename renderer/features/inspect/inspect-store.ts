import { createStore, useStore, type StoreApi } from 'zustand';

import type { Bridge, CallReply } from '../../../shared/contract/channels.js';
import type {
  InspectEvent,
  InspectReport,
  RepairOutcome,
  RepairPlan,
} from '../../../shared/contract/inspect.js';
import type { CodedError } from '../../../shared/errors/kiln-error.js';
import type { PortInfo } from '../../../shared/contract/ports.js';
import { asCodedError } from '../../app/bridge.js';
import { perBridge, useBridge } from '../../components/bridge-context.js';

type Stage = Extract<InspectEvent, { type: 'stage' }>['stage'];
export type Note = Extract<InspectEvent, { type: 'note' }> & { readonly at: number };
export type Doing = 'read' | 'unlock' | 'wipe' | 'backup' | 'authorize';

/** The board that is being worked on. */
export interface Work {
  readonly doing: Doing;
  readonly stage: Stage | null;
  readonly waiting: Extract<InspectEvent, { type: 'waiting' }> | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
}

export type Result =
  | { readonly kind: 'repair'; readonly outcome: RepairOutcome }
  | { readonly kind: 'backup'; readonly path: string }
  | { readonly kind: 'authorize'; readonly uuid: string };

export interface InspectState {
  readonly ports: readonly PortInfo[];
  readonly port: string | null;
  readonly work: Work | null;
  readonly report: InspectReport | null;
  /** Epoch ms. */
  readonly readAt: number | null;
  readonly result: Result | null;
  readonly failed: { readonly doing: Doing; readonly error: CodedError } | null;
  /** A plan that waits for its yes. */
  readonly asking: RepairPlan | null;
  readonly revealed: CallReply<'inspect.reveal'> | null;
  readonly notes: readonly Note[];
  readonly logOpen: boolean;

  readonly connect: () => () => void;
  readonly choose: (port: string) => void;
  readonly read: () => Promise<void>;
  readonly ask: (repair: RepairPlan['repair']) => void;
  readonly dismiss: () => void;
  readonly repair: () => Promise<void>;
  readonly backup: () => Promise<void>;
  readonly authorize: () => Promise<void>;
  readonly stop: () => void;
  readonly reveal: (shown: boolean) => Promise<void>;
  readonly toggleLog: () => void;
}
type InspectStore = StoreApi<InspectState>;

const NOTES = 200;

const storeOf = perBridge((bridge: Bridge): InspectStore => {
  return createStore<InspectState>()((set, get) => {
    const hear = (event: InspectEvent): void => {
      const { work, notes } = get();
      if (event.type === 'note') set({ notes: [...notes.slice(1 - NOTES), { ...event, at: Date.now() }] });
      if (work === null) return;
      if (event.type === 'stage')
        set({ work: { ...work, stage: event.stage, waiting: null, progress: null } });
      if (event.type === 'waiting') set({ work: { ...work, stage: event.stage, waiting: event } });
      if (event.type === 'progress') set({ work: { ...work, waiting: null, progress: event } });
    };
    /** Runs a piece of work on the board; whatever ends it is shown. */
    const perform = async (
      doing: Doing,
      task: (target: { port: string }) => Promise<Partial<InspectState>>,
    ) => {
      const { port, work } = get();
      if (port === null || work !== null) return;
      set({
        work: { doing, stage: null, waiting: null, progress: null },
        failed: null,
        result: null,
        asking: null,
        revealed: null,
      });
      try {
        set({ ...(await task({ port })), work: null });
      } catch (thrown) {
        const error = asCodedError(thrown);
        set({ work: null, failed: error.code === 'CANCELLED' ? null : { doing, error } });
      }
    };
    const readAgain = async (port: string): Promise<Partial<InspectState>> => ({
      report: await bridge.call('inspect.read', { port, chip: 'auto', baudRate: 'max', reveal: false }),
      readAt: Date.now(),
    });
    const target = (port: string) => ({ port, chip: 'auto', baudRate: 'max' }) as const;
    const digestOf = (): string => get().report?.digest ?? '';

    return {
      ports: [],
      port: null,
      work: null,
      report: null,
      readAt: null,
      result: null,
      failed: null,
      asking: null,
      revealed: null,
      notes: [],
      logOpen: false,

      connect: () => {
        const take = (ports: readonly PortInfo[]): void =>
          set({
            ports,
            ...(get().port === null && ports.length > 0 ? { port: ports[0]?.path ?? null } : {}),
          });
        const off = [bridge.on('inspect.event', hear), bridge.on('ports.changed', take)];
        bridge.call('ports.list').then(take, () => undefined);
        return () => off.forEach((undo) => undo());
      },
      // Another port is another board: what was read of the one before says nothing of it.
      choose: (port) => set({ port, report: null, readAt: null, result: null, failed: null }),
      read: () => perform('read', ({ port }) => readAgain(port)),
      ask: (repair) => set({ asking: get().report?.repairs.find((plan) => plan.repair === repair) ?? null }),
      dismiss: () => set({ asking: null }),
      repair: async () => {
        const { asking } = get();
        if (asking === null) return;
        const { repair, way } = asking;
        await perform(repair, async ({ port }) => {
          const outcome = await bridge.call('inspect.repair', {
            ...target(port),
            repair,
            digest: digestOf(),
            ...(way === null ? {} : { way }),
          });
          // What stood on the board before stands there no more.
          return { result: { kind: 'repair', outcome }, report: null, readAt: Date.now() };
        });
      },
      backup: () =>
        perform('backup', async ({ port }) => {
          const { path } = await bridge.call('inspect.backup', target(port));
          return { result: { kind: 'backup', path } };
        }),
      authorize: () =>
        perform('authorize', async ({ port }) => {
          const { uuid } = await bridge.call('inspect.authorize', target(port));
          return { result: { kind: 'authorize', uuid }, report: null, readAt: Date.now() };
        }),
      stop: () => {
        bridge.call('inspect.cancel').catch(() => undefined);
      },
      reveal: async (shown) => {
        if (!shown) return set({ revealed: null });
        try {
          set({ revealed: await bridge.call('inspect.reveal') });
        } catch {
          // The board is gone from the core's memory: there is nothing to show.
          set({ revealed: null });
        }
      },
      toggleLog: () => set({ logOpen: !get().logOpen }),
    };
  });
});

export function useInspect<T>(select: (state: InspectState) => T): T {
  return useStore(storeOf(useBridge()), select);
}
