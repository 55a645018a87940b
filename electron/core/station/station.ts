import type {
  Counters,
  Layout,
  LogLine,
  SlotRemedy,
  SlotSelection,
  SlotSettings,
  StationEvent,
  StationSnapshot,
} from '../../../shared/contract/station.js';
import type { StationPolicies } from '../../../shared/contract/policies.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { DEFAULT_BAUD_RATE } from '../../../shared/domain/chip.js';
import { asksSerial } from '../../../shared/domain/serial.js';
import { MODES, type RunMode } from '../../../shared/domain/stage.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { countToday } from './counters.js';
import type { JobDeps } from './job-api.js';
import { remedyStep } from './remedy.js';
import type { SettingsFile, StationSettings } from './settings.js';
import { serialAt } from './serial.js';
import { isAway, openOrder, orderToken, type OpenOrder } from './work-order.js';
import { SlotRunner, type RunOrder } from './slot-runner.js';
import { Throttle } from '../time/throttle.js';

/** At most 20 events a second and slot. */
const EVENT_INTERVAL_MS = 50;
const LOG_LINES = 500;
const JOURNAL = 2000;

export interface StationDeps extends JobDeps {
  readonly settings: SettingsFile;
  /** Activation Code Verification with the PMS: claims a token for who is logged in. @throws TOKEN_CLAIMED, LOGIN_NEEDED */
  readonly verifyCode?: (token: string) => Promise<void>;
}

interface SlotEntry {
  readonly runner: SlotRunner;
  readonly throttle: Throttle;
}

/** What the operator does: N x M slots, one token, one workstation. Everything a view needs comes from `snapshot` and the events. */
export class Station {
  readonly #deps: StationDeps;
  readonly #listeners = new Set<(event: StationEvent) => void>();
  readonly #slots = new Map<number, SlotEntry>();
  readonly #logThrottle: Throttle;
  #seq = 0;
  #layout: Layout;
  #mode: RunMode;
  #policies: StationPolicies;
  #token: TokenInfo | null = null;
  #workOrder: OpenOrder | null = null;
  /** Whose server was away at the start: the next one tries again. */
  #awaited: StationSettings['order'] = null;
  #serials = false;
  #counters: Counters = { pass: 0, fail: 0, meanSeconds: null, recent: [] };
  #log: LogLine[] = [];
  #unsentLog: LogLine[] = [];

  private constructor(deps: StationDeps, start: Pick<StationSettings, 'layout' | 'mode' | 'policies'>) {
    this.#deps = deps;
    this.#layout = start.layout;
    this.#mode = start.mode;
    this.#policies = start.policies;
    this.#logThrottle = new Throttle(deps.clock, EVENT_INTERVAL_MS, () => this.#sendLog());
  }

  /** A station as it was left: layout, ports, baud rates, token. */
  static async open(deps: StationDeps): Promise<Station> {
    const settings = await deps.settings.load();
    const station = new Station(deps, settings);
    for (let slot = 1; slot <= settings.layout.rows * settings.layout.columns; slot += 1)
      station.#addSlot(slot);
    for (const { slot, port, baudRate } of settings.slots)
      station.#slots.get(slot)?.runner.configure({ port, baudRate });
    // A token that is gone or used up meanwhile is simply not there; the operator types another.
    if (settings.token !== null && settings.order === null)
      station.#token = await deps.pms.tokenInfo(settings.token).catch(() => null);
    station.#serials = settings.serials;
    await station.#reopen(settings.order);
    await station.#quietly(() => station.#count());
    return station;
  }

  onEvent(listener: (event: StationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  snapshot(): StationSnapshot {
    return { seq: this.#seq, ...this.#face(), log: [...this.#log] };
  }

  get busy(): boolean {
    return [...this.#slots.values()].some(({ runner }) => runner.running);
  }

  /** Slots that would vanish must be idle. @throws KilnError SLOT_RUNNING */
  async setLayout(layout: Layout): Promise<void> {
    const count = layout.rows * layout.columns;
    for (const [slot, { runner }] of this.#slots) {
      if (slot > count && runner.running) throw new KilnError('SLOT_RUNNING', { slot });
    }
    for (const [slot, { throttle }] of this.#slots) {
      if (slot <= count) continue;
      throttle.dispose();
      this.#slots.delete(slot);
    }
    for (let slot = 1; slot <= count; slot += 1) if (!this.#slots.has(slot)) this.#addSlot(slot);
    this.#layout = layout;
    await this.#changed();
  }

  /** @throws KilnError TOKEN_*, POOL_EMPTY, SLOT_RUNNING */
  async setToken(token: string): Promise<TokenInfo> {
    this.#requireIdle();
    const info = await this.#deps.pms.openToken(token);
    this.#token = info;
    this.#workOrder = this.#awaited = null;
    await this.#changed();
    return info;
  }

  /**
   * Works on a work order from now on, as one of the stations of its line, with the order's own token.
   * @throws KilnError DESK_UNKNOWN, WORK_ORDER_CLOSED, TOKEN_*, POOL_EMPTY, SLOT_RUNNING
   */
  async setOrder(code: string, place: string | null): Promise<void> {
    this.#requireIdle();
    const { pms, line } = this.#deps;
    if (line === undefined) throw new KilnError('DESK_UNKNOWN', { what: 'work-order', id: code });
    // The next order on the same line finds this station where it was.
    const before = this.#workOrder?.station ?? null;
    const order = await openOrder(line, code, { station: place, before });
    const token = await orderToken(line, order.code);
    const info = token === null ? null : await pms.openToken(token);
    // Numbers that were read for another order are not of this one's boards.
    if (order.code !== this.#workOrder?.code)
      for (const { runner } of this.#slots.values())
        if (runner.view.sn !== null) runner.configure({ sn: null });
    this.#workOrder = order;
    this.#awaited = null;
    this.#token = info;
    await this.#changed();
  }

  /** Whether every board of a work order says its serial number. @throws KilnError SLOT_RUNNING */
  async setSerials(serials: boolean): Promise<void> {
    this.#requireIdle();
    this.#serials = serials;
    await this.#changed();
  }

  /** The token that was typed; null while a work order is run: its token is for its own boards, and its own flow. */
  get ownToken(): string | null {
    return this.#workOrder === null ? (this.#token?.token ?? null) : null;
  }

  /** What is gone or complete meanwhile is simply not there; the operator types another. */
  async #reopen(order: StationSettings['order']): Promise<void> {
    const { line, pms } = this.#deps;
    if (order === null || line === undefined) return;
    try {
      this.#workOrder = await openOrder(line, order.code, order);
      const token = await orderToken(line, order.code);
      this.#token = token === null ? null : await pms.tokenInfo(token);
    } catch (thrown) {
      if (!(thrown instanceof KilnError)) throw thrown;
      this.#workOrder = null;
      if (isAway(thrown)) this.#awaited = order;
    }
  }

  /** @throws KilnError SLOT_RUNNING */
  async setMode(mode: RunMode): Promise<void> {
    this.#requireIdle();
    this.#mode = mode;
    for (const { runner } of this.#slots.values()) runner.setMode(mode);
    await this.#changed();
  }

  /** @throws KilnError SLOT_RUNNING, BAD_REQUEST, SERIAL_MALFORMED, SERIAL_OF_ORDER, SERIAL_TAKEN */
  async setSlot({ slot, port, baudRate, sn }: SlotSettings): Promise<void> {
    this.#entry(slot).runner.configure({
      ...(port === undefined ? {} : { port }),
      ...(baudRate === undefined ? {} : { baudRate }),
      ...(sn === undefined ? {} : { sn: sn === null ? null : this.#serialAt(slot, sn) }),
    });
    await this.#save();
  }

  #serialAt(slot: number, text: string): string {
    const slots = [...this.#slots.values()].map(({ runner }) => runner.view);
    const [order, token] = [this.#workOrder?.code ?? null, this.#token?.token ?? null];
    return serialAt(text, { slot, slots, order, token });
  }

  /** Runs from now on go by these. A board in hand is finished by what it began with. */
  async setPolicies(policies: StationPolicies): Promise<void> {
    this.#policies = policies;
    await this.#changed();
  }

  /**
   * Takes up boards on the chosen slots; `all` means every slot that has a port, and a serial number where one is asked for.
   * @param held the operator held the button
   * @throws KilnError TOKEN_MISSING, ORDER_NO_TOKEN {code}, PORT_NOT_CHOSEN, SERIAL_MISSING
   */
  run(selection: SlotSelection, held = false): void {
    this.#requireToken();
    const order = this.#order();
    const ready = selection === 'all' ? this.#ready(order) : this.#chosen(selection);
    for (const { runner } of ready) runner.run({ ...order, confirmed: held });
  }

  #requireToken(): void {
    if (MODES[this.#mode].token !== 'required' || this.#token !== null) return;
    if (this.#workOrder === null) throw new KilnError('TOKEN_MISSING');
    throw new KilnError('ORDER_NO_TOKEN', { code: this.#workOrder.code });
  }

  /** The slots that Run all means. A board whose label nobody read yet is not meant; where that is every one, it is said. */
  #ready({ mode, serials = false }: RunOrder): SlotEntry[] {
    const wired = this.#chosen('all').filter(({ runner }) => runner.view.port !== null);
    if (wired.length === 0) throw new KilnError('PORT_NOT_CHOSEN');
    if (!asksSerial({ mode, order: { serials } })) return wired;
    const named = wired.filter(({ runner }) => runner.running || runner.view.sn !== null);
    const [first] = wired;
    if (named.length === 0 && first) throw new KilnError('SERIAL_MISSING', { slot: first.runner.view.slot });
    return named;
  }

  #order(): RunOrder {
    const token = this.#token?.token ?? null;
    // A virtual board cannot be exchanged: to ask whether it was is no question.
    const policies = this.#token?.development
      ? ({ ...this.#policies, stackUp: 'allow' } as const)
      : this.#policies;
    const order = this.#workOrder;
    const workOrder = order === null ? null : { code: order.code, station: order.station };
    return { mode: this.#mode, token, workOrder, serials: order !== null && this.#serials, policies };
  }

  /** Answers the question of a slot; late answers change nothing. @throws KilnError BAD_REQUEST */
  answer(slot: number, yes: boolean): void {
    this.#entry(slot).runner.answer(yes);
  }

  /** Does what a button beside a failure says. @throws KilnError REMEDY_NOT_HERE, SLOT_RUNNING and what the action throws */
  async remedy({ slot, action, token }: SlotRemedy): Promise<void> {
    if (slot === null) {
      // What the PMS must do first, before any slot can run.
      const { verifyCode } = this.#deps;
      if (action !== 'verify-code' || token === undefined || !verifyCode)
        throw new KilnError('REMEDY_NOT_HERE', { action });
      return verifyCode(token);
    }
    const { runner } = this.#entry(slot);
    if (runner.running) throw new KilnError('SLOT_RUNNING', { slot });
    await remedyStep(action, runner.view.state, {
      run: (change) => runner.run({ ...this.#order(), ...change }),
      closeSlot: async (other) => {
        const holder = this.#entry(other).runner;
        holder.stop();
        await holder.idle();
      },
      policies: this.#policies,
    });
  }

  stop(selection: SlotSelection): void {
    for (const { runner } of this.#chosen(selection)) runner.stop();
  }

  /** Stops everything and waits until every port is closed and every license accounted for. */
  async close(): Promise<void> {
    this.stop('all');
    await Promise.all([...this.#slots.values()].map(({ runner }) => runner.idle()));
    for (const { throttle } of this.#slots.values()) throttle.dispose();
    this.#logThrottle.dispose();
    this.#listeners.clear();
  }

  #addSlot(slot: number): void {
    const throttle = new Throttle(this.#deps.clock, EVENT_INTERVAL_MS, () => {
      const entry = this.#slots.get(slot);
      if (entry) this.#send((seq) => ({ type: 'slot', seq, slot: entry.runner.view }));
    });
    const listener = {
      changed: () => throttle.request(),
      logged: (line: LogLine) => this.#addLog(line),
      ended: () => void this.#afterRun(),
    };
    const settings = { mode: this.#mode, baudRate: DEFAULT_BAUD_RATE };
    this.#slots.set(slot, {
      runner: new SlotRunner(slot, settings, { deps: this.#deps, listener }),
      throttle,
    });
  }

  #entry(slot: number): SlotEntry {
    const entry = this.#slots.get(slot);
    if (!entry) throw new KilnError('BAD_REQUEST', { detail: `there is no slot ${slot}` });
    return entry;
  }

  #chosen(selection: SlotSelection): SlotEntry[] {
    return selection === 'all' ? [...this.#slots.values()] : selection.map((slot) => this.#entry(slot));
  }

  #requireIdle(): void {
    for (const [slot, { runner }] of this.#slots)
      if (runner.running) throw new KilnError('SLOT_RUNNING', { slot });
  }

  #face(): Omit<StationSnapshot, 'seq' | 'log'> {
    return {
      layout: this.#layout,
      mode: this.#mode,
      policies: this.#policies,
      token: this.#token,
      order: this.#workOrder === null ? null : { ...this.#workOrder, serials: this.#serials },
      slots: [...this.#slots.values()].map(({ runner }) => runner.view),
      counters: this.#counters,
    };
  }

  /** The books moved: licenses left and today's boards. */
  async #afterRun(): Promise<void> {
    await this.#quietly(async () => {
      if (this.#token) this.#token = await this.#deps.pms.tokenInfo(this.#token.token);
      await this.#recount();
      await this.#count();
    });
    this.#sendStation();
  }

  /** A look at the books that fails must not take the station down: their server may be away. */
  async #quietly(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch {
      this.#addLog({
        at: this.#deps.clock.wallTime().getTime(),
        slot: 0,
        level: 'warning',
        key: 'station.books-busy',
        data: {},
      });
    }
  }

  /** Boards that passed here, in the order. */
  async #recount(): Promise<void> {
    const [order, { line }] = [this.#workOrder, this.#deps];
    if (order === null || line === undefined) return;
    const { passed, closed } = await line.order(order.code);
    this.#workOrder = { ...order, passed: passed[order.station] ?? 0, closed };
  }

  async #count(): Promise<void> {
    this.#counters = countToday(await this.#deps.pms.runs(JOURNAL), this.#deps.clock.wallTime());
  }

  async #changed(): Promise<void> {
    this.#sendStation();
    await this.#save();
  }

  async #save(): Promise<void> {
    await this.#deps.settings.save({
      version: 1,
      layout: this.#layout,
      mode: this.#mode,
      token: this.#token?.token ?? null,
      order:
        this.#workOrder === null
          ? this.#awaited
          : { code: this.#workOrder.code, station: this.#workOrder.station },
      serials: this.#serials,
      policies: this.#policies,
      slots: [...this.#slots.values()].map(({ runner: { view } }) => ({
        slot: view.slot,
        port: view.port,
        baudRate: view.baudRate,
      })),
    });
  }

  #addLog(line: LogLine): void {
    this.#log = [...this.#log.slice(1 - LOG_LINES), line];
    this.#unsentLog.push(line);
    this.#logThrottle.request();
  }

  #sendLog(): void {
    const lines = this.#unsentLog;
    this.#unsentLog = [];
    if (lines.length > 0) this.#send((seq) => ({ type: 'log', seq, lines }));
  }

  #sendStation(): void {
    this.#send((seq) => ({ type: 'station', seq, ...this.#face() }));
  }

  #send(make: (seq: number) => StationEvent): void {
    this.#seq += 1;
    const event = make(this.#seq);
    for (const listener of this.#listeners) listener(event);
  }
}
