import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { CallReply, CallRequest } from '../../../shared/contract/channels.js';
import type { ChosenFile, DeskState } from '../../../shared/contract/desk.js';
import type { PmsDownloadName } from '../../../shared/contract/pms/streams.js';
import { KilnError, toCodedError, type CodedError } from '../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../firmware/identify.js';
import type { Clock } from '../time/clock.js';
import type { DeskBackend, Fields } from './backend.js';
import { writeNewFile } from './new-file.js';

export type DeskEvent =
  | { readonly name: 'desk.state'; readonly payload: DeskState }
  | {
      readonly name: 'desk.progress';
      readonly payload: { stream: CallRequest<'desk.upload'>['stream']; done: number; total: number };
    };

interface FaceParts {
  readonly backend: DeskBackend;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Bytes of the largest flash: what is longer is no firmware, and is not read to find out. */
const LONGEST_FIRMWARE = 8 * 1024 * 1024;
/** Chosen and never sent: the oldest are forgotten. */
const MOST_CHOSEN = 32;
const PROGRESS_MS = 200;

/** What it is, where it is a firmware at all; a list is none, and that is no error. */
async function firmwareAt(path: string, bytes: number): Promise<ChosenFile['firmware']> {
  if (bytes > LONGEST_FIRMWARE) return null;
  try {
    const { kind, version } = identifyFirmware(new Uint8Array(await readFile(path)));
    return { kind, version };
  } catch (thrown) {
    if (thrown instanceof KilnError) return null;
    throw thrown;
  }
}

/** A name to suggest before anything is asked for: a list that is picked up stands in the ledger. */
function suggestedName(stream: PmsDownloadName, request: Fields): string {
  const field = (name: string): string => {
    const value = request[name];
    return typeof value === 'string' ? value.replace(/[^0-9A-Za-z_.-]/g, '') : '';
  };
  const names: Record<PmsDownloadName, string> = {
    'firmware.download': `firmware_${field('kind')}.bin`,
    'token.firmware': 'firmware_QIO.bin',
    'pool.export': `licenses-in-stock.${field('format')}`,
    'order.download': `credential-${field('code')}.zip`,
    'order.list': `licenses-${field('code')}.${field('format')}`,
    'ledger.export': `ledger.${field('format')}`,
    'ledger.exportChosen': `ledger-chosen.${field('format')}`,
    'token.export': `tokens.${field('format')}`,
  };
  return names[stream];
}

/** The desk as the window has it. Paths come from dialogs and drops, by way of the shell; the page names none. */
export class DeskFace {
  readonly #parts: FaceParts;
  readonly #chosen = new Map<string, string>();
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  constructor(parts: FaceParts) {
    this.#parts = parts;
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: DeskEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async state(): Promise<DeskState> {
    const { backend } = this.#parts;
    return { pms: backend.kind, me: await backend.me() };
  }

  /** Tells the window who is at which books. Where a server is away it will ask for itself. */
  async announce(): Promise<void> {
    try {
      this.#tell({ name: 'desk.state', payload: await this.state() });
    } catch (thrown) {
      if (!(thrown instanceof KilnError)) throw thrown;
    }
  }

  async perform({ operation, request }: CallRequest<'desk.perform'>): Promise<unknown> {
    const reply = await this.#parts.backend.perform(operation, request);
    if (operation.startsWith('account.')) await this.announce();
    return reply;
  }

  /** Takes a file that a person chose or dropped. @throws KilnError FILE_UNREADABLE */
  async take(path: string): Promise<ChosenFile> {
    try {
      const { size: bytes } = await stat(path);
      const firmware = await firmwareAt(path, bytes);
      const id = this.#parts.newId();
      this.#chosen.set(id, path);
      const [oldest] = this.#chosen.keys();
      if (this.#chosen.size > MOST_CHOSEN && oldest !== undefined) this.#chosen.delete(oldest);
      return { id, name: basename(path), bytes, firmware };
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
    }
  }

  /** @throws KilnError BAD_REQUEST for a file that nobody chose, and what the stream throws */
  async upload({ stream, request, file }: CallRequest<'desk.upload'>): Promise<unknown> {
    const path = this.#chosen.get(file);
    if (path === undefined) throw new KilnError('BAD_REQUEST', { channel: 'desk.upload', detail: 'file' });
    let told = -Infinity;
    const onProgress = (done: number, total: number): void => {
      const now = this.#parts.clock.now();
      if (done < total && now - told < PROGRESS_MS) return;
      told = now;
      this.#tell({ name: 'desk.progress', payload: { stream, done, total } });
    };
    const reply = await this.#parts.backend.upload(stream, request, { path, onProgress });
    this.#chosen.delete(file);
    return reply;
  }

  /** @param ask where to, given a name to suggest; null where the person changed their mind */
  async download(
    { stream, request }: CallRequest<'desk.download'>,
    ask: (name: string) => Promise<string | null>,
  ): Promise<CallReply<'desk.download'>> {
    const path = await ask(suggestedName(stream, request));
    if (path === null) return null;
    const bytes = await writeNewFile(path, await this.#parts.backend.download(stream, request));
    return { name: basename(path), folder: dirname(path), bytes };
  }

  /** @param askFolder where to; null where the person changed their mind */
  async downloadAll(
    { items }: CallRequest<'desk.downloadAll'>,
    askFolder: () => Promise<string | null>,
  ): Promise<CallReply<'desk.downloadAll'>> {
    const folder = await askFolder();
    if (folder === null) return null;
    const done: { name: string; error: CodedError | null }[] = [];
    for (const { stream, request } of items) {
      const name = suggestedName(stream, request);
      try {
        const path = join(folder, name);
        // Nobody was asked whether this one may go: what is there stays.
        if (await stat(path).catch(() => null)) throw new KilnError('FILE_EXISTS', { name });
        await writeNewFile(path, await this.#parts.backend.download(stream, request));
        done.push({ name, error: null });
      } catch (thrown) {
        done.push({ name, error: toCodedError(thrown) });
      }
    }
    return { folder, items: done };
  }
}
