import type { AppInfo, Preferences } from '../../shared/contract/app.js';
import type {
  Bridge,
  CallName,
  CallReply,
  CallRequest,
  EventName,
  EventPayload,
} from '../../shared/contract/channels.js';
import type { ChosenFile } from '../../shared/contract/desk.js';
import type { RecordsDay } from '../../shared/contract/records-view.js';
import type { RunRecord } from '../../shared/contract/records.js';
import type { PortInfo } from '../../shared/contract/ports.js';
import type { LogLine, SlotView, StationEvent, StationSnapshot } from '../../shared/contract/station.js';
import type { CodedError } from '../../shared/errors/kiln-error.js';

/** What a fake core starts with. */
export interface FakeCore {
  readonly snapshot: StationSnapshot;
  readonly ports: readonly PortInfo[];
  readonly info: AppInfo;
  readonly preferences: Preferences;
  /** Calls that reject, and with what. */
  readonly refuse?: Partial<Record<CallName, CodedError>>;
  /** What the Records view shows; a day without boards where absent. */
  readonly recordsDay?: RecordsDay;
  readonly records?: readonly RunRecord[];
  /** What the books answer, by operation or stream; a function gets the request and may throw `{code, data}`. */
  readonly desk?: FakeDesk;
  /** Calls that never answer. */
  readonly silent?: readonly CallName[];
}

export interface FakeDesk {
  readonly state: CallReply<'desk.state'>;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly file?: ChosenFile;
}

function emptyDay(day: string | null): RecordsDay {
  return { day: day ?? '2026-11-25', rows: [], truncated: false, days: [] };
}

export interface Call {
  readonly channel: CallName;
  readonly request: unknown;
}

type Listener = (payload: never) => void;
type EventBody = StationEvent extends infer E ? (E extends StationEvent ? Omit<E, 'seq'> : never) : never;

/** A bridge without a core: it answers from what it was given, keeps every call, and sends what it is told to. */
export class FakeBridge implements Bridge {
  readonly calls: Call[] = [];
  readonly refuse: Partial<Record<CallName, CodedError>>;
  private readonly listeners = new Map<EventName, Set<Listener>>();
  private preferences: Preferences;
  snapshot: StationSnapshot;

  constructor(private readonly core: FakeCore) {
    this.snapshot = core.snapshot;
    this.preferences = core.preferences;
    this.refuse = { ...core.refuse };
  }

  async call<C extends CallName>(
    channel: C,
    ...request: CallRequest<C> extends undefined ? [] : [CallRequest<C>]
  ): Promise<CallReply<C>> {
    const argument: unknown = request[0];
    this.calls.push({ channel, request: argument });
    const refusal = this.refuse[channel];
    // Plain objects, as they come over the real bridge.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (refusal !== undefined) throw refusal;
    if (this.core.silent?.includes(channel)) await new Promise(() => undefined);
    return this.answer(channel, argument) as CallReply<C>;
  }

  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
    const set = this.listeners.get(event) ?? new Set<Listener>();
    this.listeners.set(event, set.add(listener));
    return () => set.delete(listener);
  }

  take(file: object): Promise<ChosenFile> {
    this.calls.push({ channel: 'desk.take', request: file });
    const chosen = this.core.desk?.file;
    return chosen === undefined ? Promise.reject(new Error('no file')) : Promise.resolve(chosen);
  }

  emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const listener of this.listeners.get(event) ?? [])
      (listener as (payload: EventPayload<E>) => void)(payload);
  }

  /** Changes one slot and tells the page. */
  slot(number: number, change: Partial<SlotView>): void {
    const slots = this.snapshot.slots.map((slot) => (slot.slot === number ? { ...slot, ...change } : slot));
    const slot = slots.find((candidate) => candidate.slot === number);
    if (slot === undefined) throw new Error(`no slot ${number}`);
    this.tell({ type: 'slot', slot }, { slots });
  }

  log(...lines: LogLine[]): void {
    this.tell({ type: 'log', lines }, { log: [...this.snapshot.log, ...lines] });
  }

  /** Changes what concerns the whole station and tells the page. */
  station(change: Partial<Omit<StationSnapshot, 'seq' | 'log'>>): void {
    const { layout, mode, token, counters, slots } = { ...this.snapshot, ...change };
    this.tell({ type: 'station', layout, mode, token, counters, slots }, change);
  }

  private tell(event: EventBody, change: Partial<StationSnapshot>): void {
    const seq = this.snapshot.seq + 1;
    this.snapshot = { ...this.snapshot, ...change, seq };
    this.emit('station.event', { ...event, seq });
  }

  private answer(channel: CallName, request: unknown): unknown {
    switch (channel) {
      case 'app.info':
        return this.core.info;
      case 'preferences.get':
        return this.preferences;
      case 'preferences.set':
        this.preferences = { ...this.preferences, ...(request as Partial<Preferences>) };
        return this.preferences;
      case 'ports.list':
        return this.core.ports;
      case 'station.snapshot':
        return this.snapshot;
      case 'station.slot': {
        const { slot, ...change } = request as Pick<SlotView, 'slot'> & Partial<SlotView>;
        this.slot(slot, change);
        return undefined;
      }
      case 'records.day':
        return this.core.recordsDay ?? emptyDay((request as { day: string | null }).day);
      case 'records.run':
        return this.core.records?.find(({ runId }) => runId === (request as { runId: string }).runId) ?? null;
      case 'desk.state':
        return this.core.desk?.state ?? { pms: 'embedded', me: null };
      case 'desk.choose':
        return this.core.desk?.file ?? null;
      case 'desk.perform':
      case 'desk.upload':
      case 'desk.download':
        return this.desk(request as DeskAsk);
      default:
        return undefined;
    }
  }

  private desk({ operation, stream, request }: DeskAsk): unknown {
    const name = operation ?? stream ?? '';
    const answer = this.core.desk?.answers[name];
    if (answer === undefined) throw new Error(`no answer for ${name}`);
    return typeof answer === 'function' ? (answer as (asked: unknown) => unknown)(request) : answer;
  }
}

interface DeskAsk {
  readonly operation?: string;
  readonly stream?: string;
  readonly request: unknown;
}
