import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import type {
  FrameLine,
  RecentFile,
  WriterBoard,
  WriterChange,
  WriterEvent,
  WriterLine,
  WriterSettings,
  WriterSnapshot,
} from '../../../shared/contract/writer.js';
import { likelyChip, type WriterAction } from '../../../shared/domain/writer.js';
import { KilnError, cancelled, toCodedError } from '../../../shared/errors/kiln-error.js';
import { logText } from '../../../shared/words/log-text.js';
import type { Language } from '../../../shared/words/index.js';
import type { LoaderEvent } from '../beken/api.js';
import { Throttle } from '../time/throttle.js';
import type { WriterDeps } from './api.js';
import { cardOf, loadFile, type LoadedFile } from './file-card.js';
import { FrameLog } from './frame-log.js';
import { newJob, next, viewAt, type JobEvent, type JobState } from './job-state.js';
import { precheck } from './precheck.js';
import { boardOf, detected, runAction, type ActionHooks, type ActionRequest } from './run-action.js';
import { unwritable } from './user-file.js';

/** At most 20 events a second of each type. */
const EVENT_INTERVAL_MS = 50;
const LOG_LINES = 500;
const FRAME_LINES = 300;
const RECENT = 8;

/** What a job is asked for. */
export interface RunRequest {
  readonly action: WriterAction;
  readonly override?: string | undefined;
  /** For `read`: a path that a dialog gave. */
  readonly path?: string;
}

/** One port, one file, one job at a time. Everything a view needs comes from `snapshot` and the events. */
export class Writer {
  readonly #deps: WriterDeps;
  readonly #listeners = new Set<(event: WriterEvent) => void>();
  readonly #faceThrottle: Throttle;
  readonly #logThrottle: Throttle;
  readonly #frames = new FrameLog();
  #seq = 0;
  #settings: WriterSettings;
  /** Paths that a dialog, a drop or an earlier run gave, the latest first; views know them by id. */
  #paths: readonly string[];
  #file: LoadedFile | null = null;
  #job: JobState | null = null;
  #board: WriterBoard | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  #log: WriterLine[] = [];
  #frameLines: FrameLine[] = [];
  #unsent: { lines: WriterLine[]; frames: FrameLine[] } = { lines: [], frames: [] };

  private constructor(deps: WriterDeps, settings: WriterSettings, paths: readonly string[]) {
    this.#deps = deps;
    this.#settings = settings;
    this.#paths = paths;
    this.#faceThrottle = new Throttle(deps.clock, EVENT_INTERVAL_MS, () =>
      this.#send((seq) => ({ type: 'face', seq, ...this.#face() })),
    );
    this.#logThrottle = new Throttle(deps.clock, EVENT_INTERVAL_MS, () => this.#sendLog());
  }

  /** A Writer as it was left: settings, and the last file where it is still there. */
  static async open(deps: WriterDeps): Promise<Writer> {
    const { settings, files } = await deps.settings.load();
    const writer = new Writer(deps, settings, files);
    const [last] = files;
    if (last !== undefined) writer.#file = await loadFile(last).catch(() => null);
    return writer;
  }

  onEvent(listener: (event: WriterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  snapshot(): WriterSnapshot {
    return { seq: this.#seq, ...this.#face(), log: [...this.#log], frames: [...this.#frameLines] };
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Changes settings. @throws KilnError WRITER_RUNNING */
  async configure({ range, ...change }: WriterChange): Promise<void> {
    this.#requireIdle();
    const given = withoutUndefined(change);
    if (change.port !== undefined && change.port !== this.#settings.port) this.#board = null;
    this.#settings = { ...this.#settings, ...given };
    if (range === 'file') this.#settings = { ...this.#settings, rangeFrom: 'file' };
    else if (range !== undefined) {
      const { start, length } = { ...this.#settings.range, ...withoutUndefined(range) };
      this.#settings = { ...this.#settings, range: { start, length }, rangeFrom: 'typed' };
    }
    this.#followFile();
    // What was said of the last job does not hold for other settings.
    this.#job = null;
    await this.#changed();
  }

  /** Opens a file that a dialog or a drop named. @throws KilnError FILE_UNREADABLE, WRITER_RUNNING */
  async openFile(path: string): Promise<void> {
    this.#requireIdle();
    const file = await loadFile(path);
    this.#requireIdle();
    this.#file = file;
    this.#paths = [path, ...this.#paths.filter((known) => known !== path)].slice(0, RECENT);
    this.#settings = { ...this.#settings, rangeFrom: 'file' };
    this.#job = null;
    this.#followFile();
    const { name, kind, bytes } = this.#card(file);
    this.#addLog('info', 'writer.file', { name, kind: kind ?? '?', bytes });
    await this.#changed();
  }

  /** Opens a file that was opened before. @throws KilnError BAD_REQUEST, FILE_UNREADABLE, WRITER_RUNNING */
  async openRecent(id: string): Promise<void> {
    const path = this.#paths.find((known) => idOf(known) === id);
    if (path === undefined) throw new KilnError('BAD_REQUEST', { detail: `no file ${id}` });
    await this.openFile(path);
  }

  /** What stands against an action, before a dialog asks where to. @throws as `run` */
  check({ action, override }: RunRequest): void {
    this.#requireIdle();
    precheck(action, this.#settings, this.#file, override);
  }

  /**
   * Takes up a board. Resolves when the job has begun.
   * @throws KilnError WRITER_RUNNING, PORT_BUSY, PORT_NOT_FOUND, FILE_UNREADABLE and what `precheck` throws
   */
  async run({ action, override, path }: RunRequest): Promise<void> {
    this.#requireIdle();
    // Taken before anything is awaited: a second call must find it taken.
    const abort = new AbortController();
    const begun = this.#begin({ action, override, path: path ?? null }, abort);
    this.#running = { abort, done: begun.then((job) => job.done).catch(() => undefined) };
    try {
      await begun;
    } catch (error) {
      this.#running = null;
      this.#faceThrottle.request();
      throw error;
    }
  }

  stop(): void {
    if (!this.#running) return;
    this.#apply({ type: 'stopping' });
    this.#running.abort.abort(cancelled());
  }

  /** Keeps raw bytes from now on, or forgets them. */
  setFrames(on: boolean): void {
    this.#frames.on = on;
    if (!on) {
      this.#frames.clear();
      this.#frameLines = [];
    }
    this.#faceThrottle.request();
  }

  /** Writes the log into a file that a dialog named. @throws KilnError FILE_UNWRITABLE */
  async saveLog(path: string, language: Language): Promise<void> {
    const lines = this.#log.map(
      (line) => `${new Date(line.at).toISOString()} ${line.level.padEnd(7)} ${logText(language, line)}\n`,
    );
    try {
      await writeFile(path, [...lines, ...(this.#frames.empty ? [] : ['\n', ...this.#frames.lines()])]);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  /** A name for what a read would save, e.g. `BK7231N-011000-12A000.bin`. */
  suggestName(): string {
    const { start, length } = this.#settings.range;
    const hex = (value: number): string => value.toString(16).toUpperCase().padStart(6, '0');
    return `${[this.#board?.mac, this.#chip()].filter(Boolean).join('-')}-${hex(start)}-${hex(start + length)}.bin`;
  }

  /** Stops what runs and waits until the port is closed. */
  async close(): Promise<void> {
    this.stop();
    await this.#running?.done;
    this.#faceThrottle.dispose();
    this.#logThrottle.dispose();
    this.#listeners.clear();
  }

  async #begin(
    { action, override, path }: Omit<ActionRequest, 'settings' | 'file'>,
    abort: AbortController,
  ): Promise<{ readonly done: Promise<void> }> {
    // A file is built again and again while somebody works on it: what counts is what it holds now.
    if (this.#file !== null && (action === 'program' || action === 'verify')) {
      this.#file = await loadFile(this.#file.path);
      this.#followFile();
    }
    const request: ActionRequest = { action, override, path, settings: this.#settings, file: this.#file };
    precheck(action, request.settings, request.file, override);
    const lease = await this.#deps.ports.lease(request.settings.port ?? '', 'Writer');
    const { clock } = this.#deps;
    this.#job = newJob(action, request.settings, { epoch: this.#epoch(), now: clock.now() });
    if (abort.signal.aborted) this.#apply({ type: 'stopping' });
    this.#addLog('info', `writer.started-${action}`, { port: lease.path });
    if (override !== undefined) this.#addLog('warning', 'writer.override', { reason: override });
    this.#faceThrottle.request();
    const work = runAction(lease, request, this.#deps, this.#hooks(abort.signal));
    return { done: this.#finish(work) };
  }

  async #finish(work: ReturnType<typeof runAction>): Promise<void> {
    try {
      const result = await work;
      this.#running = null;
      this.#addLog('info', 'writer.done', {});
      this.#apply({ type: 'succeeded', result, now: this.#deps.clock.now() });
    } catch (thrown) {
      this.#running = null;
      const error = toCodedError(thrown);
      if (error.code === 'CANCELLED') this.#addLog('info', 'writer.stopped', {});
      else this.#addLog('error', 'writer.failed', { code: error.code });
      this.#apply({ type: 'failed', error, now: this.#deps.clock.now() });
    }
  }

  #hooks(signal: AbortSignal): ActionHooks {
    const { clock } = this.#deps;
    return {
      clock,
      signal,
      onEvent: (event) => this.#onLoader(event),
      tap: (way, bytes, at) => this.#onFrame(way, bytes, at),
      onBackup: (backup) => {
        if (backup === 'begins') return this.#apply({ type: 'stage', stage: 'backup', now: clock.now() });
        this.#addLog('info', backup.kept ? 'writer.backup-kept' : 'writer.backup', { name: backup.name });
        this.#apply({ type: 'backup', backup });
      },
      onDetected: (report) => {
        this.#board = { ...(this.#board ?? boardOf(report.facts)), ...detected(report) };
        this.#faceThrottle.request();
      },
    };
  }

  #onLoader(event: LoaderEvent): void {
    const { clock } = this.#deps;
    switch (event.type) {
      case 'stage':
        this.#apply({ type: 'stage', stage: event.stage, now: clock.now() });
        return this.#addLog('info', 'job.stage', { stage: event.stage });
      case 'waiting': {
        const { seen, bytesSeen } = event;
        const deadlineAt = this.#epoch() + Math.round(event.deadline - clock.now());
        return this.#apply({ type: 'waiting', waiting: { phase: 'waiting', deadlineAt, seen, bytesSeen } });
      }
      case 'identified':
        this.#board = boardOf(event.facts);
        this.#followFile();
        return this.#faceThrottle.request();
      case 'baud':
        if (this.#board) this.#board = { ...this.#board, baudRate: event.baudRate };
        return this.#faceThrottle.request();
      case 'progress': {
        const { done, total, address } = event;
        return this.#apply({ type: 'progress', done, total, address, now: clock.now() });
      }
      case 'note': {
        const { differing, sectors } = event.data;
        if (event.key === 'loader.compared' && typeof differing === 'number' && typeof sectors === 'number')
          this.#apply({ type: 'differing', count: differing, of: sectors });
        return this.#addLog(event.level, event.key, { ...event.data });
      }
    }
  }

  #onFrame(way: 'tx' | 'rx', bytes: Uint8Array, at: number): void {
    const line = this.#frames.add({ way, bytes, at }, this.#epoch());
    if (line === null) return;
    this.#frameLines = [...this.#frameLines.slice(1 - FRAME_LINES), line];
    this.#unsent.frames.push(line);
    this.#logThrottle.request();
  }

  #apply(event: JobEvent): void {
    if (!this.#job) return;
    this.#job = next(this.#job, event);
    this.#faceThrottle.request();
  }

  /** Start and length of a file that nobody moved: where it belongs on the chip in question. */
  #followFile(): void {
    if (this.#settings.rangeFrom !== 'file' || this.#file === null) return;
    const { place } = this.#card(this.#file);
    if (place !== null) this.#settings = { ...this.#settings, range: place };
  }

  #chip() {
    return likelyChip(
      this.#settings.chip,
      this.#board?.chip ?? null,
      this.#file?.facts?.protocolClass ?? null,
    );
  }

  #card(file: LoadedFile) {
    return cardOf(file, this.#chip(), this.#settings.chip);
  }

  #requireIdle(): void {
    if (this.#running) throw new KilnError('WRITER_RUNNING', {});
  }

  #face(): Omit<WriterSnapshot, 'seq' | 'log' | 'frames'> {
    return {
      settings: this.#settings,
      file: this.#file && this.#card(this.#file),
      recent: this.#paths.map(recentOf),
      job: this.#job && viewAt(this.#job, this.#deps.clock.now()),
      board: this.#board,
      framesOn: this.#frames.on,
    };
  }

  async #changed(): Promise<void> {
    this.#faceThrottle.request();
    // What could not be kept still holds until Kiln ends.
    await this.#deps.settings
      .save({ version: 1, settings: this.#settings, files: [...this.#paths] })
      .catch(() => undefined);
  }

  #addLog(level: WriterLine['level'], key: string, data: WriterLine['data']): void {
    const line = { at: this.#epoch(), level, key, data };
    this.#log = [...this.#log.slice(1 - LOG_LINES), line];
    this.#unsent.lines.push(line);
    this.#logThrottle.request();
  }

  #sendLog(): void {
    const { lines, frames } = this.#unsent;
    this.#unsent = { lines: [], frames: [] };
    if (lines.length + frames.length === 0) return;
    this.#send((seq) => ({ type: 'log', seq, lines, frames: frames.slice(-FRAME_LINES) }));
  }

  #send(make: (seq: number) => WriterEvent): void {
    this.#seq += 1;
    const event = make(this.#seq);
    for (const listener of this.#listeners) listener(event);
  }

  #epoch(): number {
    return this.#deps.clock.wallTime().getTime();
  }
}

/** zod's optional keys may be there and undefined. */
function withoutUndefined<T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof withoutUndefined<T>
  >;
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function recentOf(path: string): RecentFile {
  return { id: idOf(path), name: basename(path), folder: dirname(path) };
}
