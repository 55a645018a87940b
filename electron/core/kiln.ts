import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type {
  CallName,
  CallReply,
  CallRequest,
  EventName,
  EventPayload,
} from '../../shared/contract/channels.js';
import { DEFAULT_BAUD_RATE } from '../../shared/domain/chip.js';
import type { ErrorCode } from '../../shared/errors/codes.js';
import { KilnError } from '../../shared/errors/kiln-error.js';
import { authorizeBoard } from './authorize-board.js';
import { fileBackups } from './inspect/backups.js';
import { InspectCalls, type InspectDeps } from './inspect/inspect-calls.js';
import { fileSecrets } from './inspect/secrets-file.js';
import { openLoaderMemory, type LoaderMemory } from './loader-memory.js';
import { makeDemoToken } from './demo.js';
import { DeskFace } from './desk/desk-face.js';
import { StationBooks } from './desk/station-books.js';
import { openEmbeddedPms, type EmbeddedPms } from './pms/embedded-pms.js';
import type { Pms } from './pms/pms.js';
import type { StorePms } from './pms/store-pms.js';
import { exportRuns } from './records/export.js';
import { recordsDay, runsOfDays } from './records/journal.js';
import { keyFile, type KeyKeeper, type KeyWrap } from './secrets/key-file.js';
import { createSecrets, type Secrets } from './secrets/secrets.js';
import { withNamedPorts } from './serial/named-ports.js';
import { createPortHub, type PortHub } from './serial/port-hub.js';
import { createSerialportBackend } from './serial/serialport-backend.js';
import { DEFAULT_SETTINGS, settingsFile, type StationSettings } from './station/settings.js';
import { Station } from './station/station.js';
import type { JobDeps } from './station/job-api.js';
import { fileMacPool } from './station/mac-pool.js';
import type { Clock } from './time/clock.js';
import { createVirtualBoards, type VirtualRequest } from './virtual-boards.js';
import { openWriter, writerCalls, type WriterDialogCall } from './writer-calls.js';
import type { Writer } from './writer/writer.js';

export interface KilnOptions {
  /** Absolute; made where absent. */
  readonly dataFolder: string;
  readonly clock: Clock;
  /** Virtual boards on the port list, or null. */
  readonly virtual: VirtualRequest | null;
  /** Ports to list that the OS does not list itself: pseudo terminals, links. */
  readonly namedPorts?: readonly string[];
  /** Keep a demo token ready in this data folder. */
  readonly demo: boolean;
  /** To wrap the key of a new data folder in. @default none: the key file holds it as it is */
  readonly keychain?: KeyWrap | null;
}

/** Calls that need the window: the shell answers them, with the core behind it where there is work to do. */
type ShellCall =
  | 'app.info'
  | 'preferences.get'
  | 'preferences.set'
  | 'records.export'
  | 'desk.choose'
  | 'desk.take'
  | 'desk.download'
  | 'desk.downloadAll'
  | WriterDialogCall;
/** Calls that the core answers. */
export type CoreCall = Exclude<CallName, ShellCall>;
export type CoreCalls = { readonly [C in CoreCall]: (request: CallRequest<C>) => Promise<CallReply<C>> };

/** Books, ports and clock: what a single run needs. The command line uses this much. */
export interface KilnBase extends JobDeps {
  readonly pms: Pms;
  /** The books of this PC, whatever the station works on. */
  readonly books: StorePms;
  /** Of the data folder. */
  readonly secrets: Secrets;
  /** The ledger of the data folder as a file: its backup, its balance. */
  readonly ledger: Pick<EmbeddedPms, 'backup' | 'reconcile'>;
  readonly ports: PortHub;
  /** Of whatever is sealed in the data folder. */
  readonly key: KeyKeeper;
  readonly demoToken: string | null;
  readonly virtualPaths: readonly string[];
  /** Presses the reset of a virtual board. @throws KilnError PORT_NOT_FOUND */
  resetVirtual(path: string): void;
  close(): Promise<void>;
}

/** The whole core as the app uses it. */
export interface KilnCore {
  readonly calls: CoreCalls;
  /** For the shell, whose dialogs name files; a page names none. */
  readonly writer: Pick<Writer, 'openFile' | 'check' | 'run' | 'saveLog' | 'suggestName'>;
  readonly demoToken: string | null;
  /** For the shell, whose dialogs name files; a page names none. */
  readonly desk: Pick<DeskFace, 'take' | 'download' | 'downloadAll'>;
  onEvent<E extends EventName>(listener: (event: E, payload: EventPayload<E>) => void): () => void;
  /** A board is being worked on. */
  busy(): boolean;
  /** Writes the runs of these days to a file. @returns how many. @throws KilnError FILE_UNREADABLE */
  exportRecords(path: string, days: { readonly from: string; readonly to: string }): Promise<number>;
  close(): Promise<void>;
}

/** What makes a demo token worth replacing. */
const RENEWED = new Set<ErrorCode>(['TOKEN_MISSING', 'TOKEN_MALFORMED', 'TOKEN_UNKNOWN', 'POOL_EMPTY']);

/** The demo token is made once per data folder; its file is what tells that it was. */
async function readyDemoToken(pms: Pms, folder: string): Promise<string> {
  const file = join(folder, 'demo-token');
  const kept = await readFile(file, 'utf8').catch(() => '');
  try {
    await pms.openToken(kept.trim());
    return kept.trim();
  } catch (thrown) {
    // Never made, or used up; a ledger in trouble is another matter.
    if (!(thrown instanceof KilnError) || !RENEWED.has(thrown.code)) throw thrown;
    const token = await makeDemoToken(pms, (bytes) => randomBytes(bytes));
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    return token;
  }
}

/** Opens books and ports. @throws KilnError STORE_*, SECRET_KEY_* */
export async function openKilnBase(options: KilnOptions): Promise<KilnBase> {
  const { dataFolder, clock } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KilnError('FILE_UNREADABLE', { path: dataFolder, detail }, { cause });
  });
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const key = keyFile({ folder: dataFolder, random, wrap: options.keychain });
  const pms = await openEmbeddedPms({ folder: dataFolder, clock, random, key });
  const secrets = createSecrets((await key.read()) ?? (await key.make()));
  const virtual = options.virtual === null ? null : createVirtualBoards(options.virtual, clock);
  const backends = [
    ...(virtual ? [virtual.backend] : []),
    withNamedPorts(createSerialportBackend(), options.namedPorts ?? []),
  ];
  const demoToken = options.demo ? await readyDemoToken(pms, dataFolder) : null;
  return {
    clock,
    pms,
    books: pms,
    secrets,
    ledger: pms,
    key,
    ports: createPortHub({ backends, clock }),
    newRunId: () => randomUUID(),
    backups: fileBackups(join(dataFolder, 'backups'), fileSecrets(key)),
    macs: fileMacPool(join(dataFolder, 'macs')),
    demoToken,
    virtualPaths: [...(virtual?.boards.keys() ?? [])],
    resetVirtual(path) {
      const board = virtual?.boards.get(path);
      if (!board) throw new KilnError('PORT_NOT_FOUND', { path });
      board.pressReset();
    },
    async close() {
      virtual?.dispose();
      await pms.close();
    },
  };
}

/** A demo starts with its first virtual board chosen: only the token is left to confirm. */
function startSettings({ virtualPaths }: KilnBase, { demo }: KilnOptions): StationSettings {
  const [port] = virtualPaths;
  if (!demo || port === undefined) return DEFAULT_SETTINGS;
  return { ...DEFAULT_SETTINGS, slots: [{ slot: 1, port, baudRate: DEFAULT_BAUD_RATE }] };
}

/** A view may choose among the ports it was shown, and name no other file. @throws KilnError PORT_NOT_FOUND */
async function requireListed(ports: PortHub, path: string | null): Promise<void> {
  if (path === null || (await ports.list()).some((port) => port.path === path)) return;
  throw new KilnError('PORT_NOT_FOUND', { path });
}

const keySettings = (key: KeyKeeper) => ({ form: key.form() ?? 'plain', keychain: key.hasKeychain });

interface InspectParts {
  readonly memory: LoaderMemory;
  readonly authorize: InspectDeps['authorize'];
}

/** The Inspect view's calls, with backups in the data folder and the loader's memory of rates. */
function openInspect({ ports, clock, backups }: KilnBase, { memory, authorize }: InspectParts): InspectCalls {
  return new InspectCalls({
    ports,
    clock,
    backups,
    authorize,
    ratesOf: async (path) => memory.ratesOf((await ports.list()).find((port) => port.path === path)),
  });
}

/** Opens the whole core: base and station. @throws KilnError STORE_* */
export async function createKiln(options: KilnOptions): Promise<KilnCore> {
  const base = await openKilnBase(options);
  const settings = settingsFile(join(options.dataFolder, 'station.json'), startSettings(base, options));
  const { clock, books: embedded, secrets } = base;
  const books = await StationBooks.open({ folder: options.dataFolder, clock, embedded, secrets });
  const records = { ...base, pms: books.pms };
  const desk = new DeskFace({ backend: books.backend, clock, newId: base.newRunId });
  const verifyCode = async (token: string): Promise<void> => {
    await desk.perform({ operation: 'token.verify', request: { token } });
  };
  const station = await Station.open({ ...records, line: books.line, settings, verifyCode });
  const memory = await openLoaderMemory(options.dataFolder);
  const writer = await openWriter({ folder: options.dataFolder, clock, ports: base.ports, memory });
  const inspect = openInspect(base, {
    memory,
    authorize: (target, context) => authorizeBoard(records, station.ownToken, target, context),
  });
  const done = Promise.resolve(undefined);
  const calls: CoreCalls = {
    'ports.list': async () => [...(await base.ports.list())],
    'station.snapshot': () => Promise.resolve(station.snapshot()),
    'station.layout': (layout) => station.setLayout(layout).then(() => undefined),
    'station.token': ({ token }) => station.setToken(token),
    'station.order': ({ code, station: place }) => station.setOrder(code, place).then(() => undefined),
    'station.serials': ({ serials }) => station.setSerials(serials).then(() => undefined),
    'station.mode': ({ mode }) => station.setMode(mode).then(() => undefined),
    'station.slot': async (settings) => {
      await requireListed(base.ports, settings.port ?? null);
      await station.setSlot(settings);
    },
    'station.run': ({ slots, held }) => {
      station.run(slots, held);
      return done;
    },
    'station.policies': (policies) => station.setPolicies(policies).then(() => undefined),
    'station.answer': ({ slot, yes }) => {
      station.answer(slot, yes);
      return done;
    },
    'station.remedy': (request) => station.remedy(request).then(() => undefined),
    'station.stop': ({ slots }) => {
      station.stop(slots);
      return done;
    },
    'virtual.reset': ({ path }) => {
      base.resetVirtual(path);
      return done;
    },
    ...writerCalls(writer, (port) => requireListed(base.ports, port)),
    'settings.pms.get': () => books.get(),
    'settings.pms.set': async (choice) => {
      const running = station.snapshot().slots.find(({ state }) => state.phase !== 'idle');
      if (station.busy) throw new KilnError('SLOT_RUNNING', { slot: running?.slot ?? 0 });
      const now = await books.set(choice);
      await desk.announce();
      return now;
    },
    'settings.pms.test': (place) => books.test(place),
    'settings.pms.seen': ({ ids }) => books.seen(ids),
    'settings.pms.login': async ({ email, password }) => {
      const me = await books.login(email, password);
      await desk.announce();
      return me;
    },
    'settings.pms.logout': async () => {
      await books.logout();
      await desk.announce();
      return undefined;
    },
    'settings.key.get': () => Promise.resolve(base.key).then(keySettings),
    'settings.key.set': async ({ form }) => {
      await base.key.keepAs(form);
      return keySettings(base.key);
    },
    'desk.state': () => desk.state(),
    'desk.perform': (request) => desk.perform(request),
    'desk.upload': (request) => desk.upload(request),
    'records.day': ({ day }) => recordsDay(records, day),
    'records.run': ({ runId }) => books.pms.run(runId),
    'inspect.read': async (request) => {
      await requireListed(base.ports, request.port);
      return inspect.read(request);
    },
    'inspect.plan': async (request) => Promise.resolve(inspect.plan(request)),
    'inspect.repair': async (request) => {
      await requireListed(base.ports, request.port);
      return inspect.repair(request);
    },
    'inspect.reveal': async () => Promise.resolve(inspect.reveal()),
    'inspect.backup': async (request) => {
      await requireListed(base.ports, request.port);
      return inspect.backup(request);
    },
    'inspect.authorize': async (request) => {
      await requireListed(base.ports, request.port);
      return inspect.authorize(request);
    },
    'inspect.cancel': () => {
      inspect.cancel();
      return done;
    },
  };
  return {
    calls,
    writer,
    desk,
    demoToken: base.demoToken,
    onEvent(listener) {
      const send = listener as (event: EventName, payload: unknown) => void;
      const offStation = station.onEvent((event) => send('station.event', event));
      const offWriter = writer.onEvent((event) => send('writer.event', event));
      const offInspect = inspect.onEvent((event) => send('inspect.event', event));
      const offDesk = desk.onEvent(({ name, payload }) => send(name, payload));
      const offBooks = books.onChange((connection) => send('settings.pms', connection));
      const offPorts = base.ports.watch(({ ports }) => send('ports.changed', [...ports]));
      return () => {
        offStation();
        offWriter();
        offInspect();
        offDesk();
        offBooks();
        offPorts();
      };
    },
    async exportRecords(path, { from, to }) {
      const runs = await runsOfDays(records, from, to);
      await exportRuns(path, runs);
      return runs.length;
    },
    busy: () => station.busy || writer.busy || inspect.busy,
    async close() {
      await Promise.all([station.close(), writer.close(), inspect.close()]);
      await books.close();
      await base.close();
    },
  };
}
