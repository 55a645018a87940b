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
import type { InspectReport } from '../../shared/contract/inspect.js';
import type { RecordsDay } from '../../shared/contract/records-view.js';
import type { RunRecord } from '../../shared/contract/records.js';
import type { PortInfo } from '../../shared/contract/ports.js';
import type { LogLine, SlotView, StationEvent, StationSnapshot } from '../../shared/contract/station.js';
import type { WriterChange, WriterEvent, WriterSnapshot } from '../../shared/contract/writer.js';
import type { CodedError } from '../../shared/errors/kiln-error.js';
import { writerOf } from './writer-samples.js';

/** What a fake core starts with. */
export interface FakeCore {
  readonly snapshot: StationSnapshot;
  /** Default: idle, with a file. */
  readonly writer?: WriterSnapshot;
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
  /** What the Inspect view reads. */
  readonly report?: InspectReport;
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
  writer: WriterSnapshot;

  constructor(private readonly core: FakeCore) {
    this.snapshot = core.snapshot;
    this.writer = core.writer ?? writerOf();
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

  async drop(file: object): Promise<void> {
    this.calls.push({ channel: 'writer.drop', request: file });
    const refusal = this.refuse['writer.drop'];
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (refusal !== undefined) throw refusal;
    return Promise.resolve();
  }

  /** Changes what the Writer shows and tells the page. */
  writes(change: Partial<Omit<WriterSnapshot, 'seq' | 'log' | 'frames'>>): void {
    const seq = this.writer.seq + 1;
    this.writer = { ...this.writer, ...change, seq };
    const { settings, file, recent, job, board, framesOn } = this.writer;
    this.emit('writer.event', { type: 'face', seq, settings, file, recent, job, board, framesOn });
  }

  /** Sends lines of the Writer's log. */
  writerLog(part: Pick<Extract<WriterEvent, { type: 'log' }>, 'lines' | 'frames'>): void {
    const seq = this.writer.seq + 1;
    this.writer = { ...this.writer, seq, log: [...this.writer.log, ...part.lines] };
    this.emit('writer.event', { type: 'log', seq, ...part });
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
    const { layout, mode, policies, token, order, counters, slots } = { ...this.snapshot, ...change };
    this.tell({ type: 'station', layout, mode, policies, token, order, counters, slots }, change);
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
      case 'writer.snapshot':
        return this.writer;
      case 'writer.configure': {
        const { range, ...change } = request as WriterChange;
        const settings = { ...this.writer.settings, ...change } as WriterSnapshot['settings'];
        if (range === 'file') Object.assign(settings, { range: this.writer.file?.place, rangeFrom: 'file' });
        else if (range)
          Object.assign(settings, { range: { ...settings.range, ...range }, rangeFrom: 'typed' });
        this.writes({ settings, job: null });
        return undefined;
      }
      case 'records.day':
        return this.core.recordsDay ?? emptyDay((request as { day: string | null }).day);
      case 'settings.pms.get':
        return {
          choice: { kind: 'embedded' },
          connection: {
            kind: 'embedded',
            url: null,
            connected: true,
            latencyMs: null,
            queued: 0,
            account: null,
          },
        };
      case 'settings.key.get':
        return { form: 'keychain', keychain: true };
      case 'settings.key.set':
        return { ...(request as object), keychain: true };
      case 'inspect.read':
        return this.core.report ?? undefined;
      case 'inspect.repair':
        return {
          repair: (request as { repair: 'unlock' | 'wipe' }).repair,
          way: null,
          mac: null,
          license: 'kept',
          uuid: null,
          backup: null,
          proved: true,
        };
      case 'inspect.reveal':
        return { authkey: 'Xq7TbZkW3mN8pR2sV5yA1cE6hJ4u0L9c', pskKey: null, facPin: null };
      case 'inspect.backup':
        return { path: '/home/line2/.local/share/kiln/backups/d81f12004a07-20261125-094500.kilnbackup' };
      case 'inspect.authorize':
        return { uuid: 'f0a1b2c3d4e5f69c' };
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
