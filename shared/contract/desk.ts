import { z } from 'zod';

import { CodedErrorShape } from './errors.js';
import { Me } from './pms/accounts.js';
import {
  isPmsOperation,
  type PmsAsk,
  type PmsOperationName,
  type PmsPerform,
  type PmsReply,
} from './pms/operations.js';
import { PMS_STREAMS, type PmsDownloadName, type PmsUploadName } from './pms/streams.js';

type Call = { request: z.ZodType; reply: z.ZodType };

const named = (direction: 'in' | 'out') => (name: unknown) =>
  typeof name === 'string' &&
  Object.hasOwn(PMS_STREAMS, name) &&
  PMS_STREAMS[name as keyof typeof PMS_STREAMS].direction === direction;

const OperationName = z.custom<PmsOperationName>((name) => typeof name === 'string' && isPmsOperation(name));
const UploadName = z.custom<PmsUploadName>(named('in'));
const DownloadName = z.custom<PmsDownloadName>(named('out'));
/** Its shape is that of the operation; the dispatcher checks it. */
const Fields = z.record(z.string(), z.unknown());

/** Where this program's books are, and who is at it. */
export const DeskState = z.object({
  pms: z.enum(['embedded', 'server']),
  /** Null where somebody has to log in first. */
  me: Me.nullable(),
});
export type DeskState = z.infer<typeof DeskState>;

/** A file that a person chose or dropped. `id` stands for its path, which the core keeps; the page never names one. */
export const ChosenFile = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** What it is by content, for a firmware; null for anything else. */
  firmware: z.object({ kind: z.string(), version: z.string().nullable() }).nullable(),
});
export type ChosenFile = z.infer<typeof ChosenFile>;

/** Calls of the Desk view. */
export const DESK_CALLS = {
  'desk.state': { request: z.undefined(), reply: DeskState },
  /**
   * Everything that is no file: PMS_OPERATIONS, by `deskPerform`. The session lives in the core: `account.login` begins
   * it (its reply then has an empty `session`), `account.logout` ends it.
   */
  'desk.perform': {
    request: z.object({ operation: OperationName, request: Fields }).strict(),
    reply: z.unknown(),
  },
  /** Shows the system's dialog. */
  'desk.choose': {
    request: z.object({ purpose: z.enum(['firmware', 'list']) }).strict(),
    reply: ChosenFile.nullable(),
  },
  /** A file that was dropped on the page. Only preload may ask it: the path is Electron's own word for the file. */
  'desk.take': { request: z.object({ path: z.string().min(1).max(4096) }).strict(), reply: ChosenFile },
  /** Sends a chosen file; the reply is that of the stream. */
  'desk.upload': {
    request: z.object({ stream: UploadName, request: Fields, file: z.string().max(100) }).strict(),
    reply: z.unknown(),
  },
  /** Asks where to, and writes a new file there; null where the person changed their mind. */
  'desk.download': {
    request: z.object({ stream: DownloadName, request: Fields }).strict(),
    reply: z.object({ name: z.string(), folder: z.string(), bytes: z.number().int() }).nullable(),
  },
  /**
   * The same for many: asks for a folder once, writes each under its own name, and tells what became of each. A file
   * that is there already is left alone (FILE_EXISTS). Null where the person changed their mind.
   */
  'desk.downloadAll': {
    request: z
      .object({
        items: z
          .array(z.object({ stream: DownloadName, request: Fields }).strict())
          .min(1)
          .max(500),
      })
      .strict(),
    reply: z
      .object({
        folder: z.string(),
        items: z.array(z.object({ name: z.string(), error: CodedErrorShape.nullable() })),
      })
      .nullable(),
  },
} as const satisfies Record<string, Call>;

/** Events of the Desk view. */
export const DESK_EVENTS = {
  'desk.state': DeskState,
  /** How far an upload is, in bytes; at most 5 a second. */
  'desk.progress': z.object({ stream: UploadName, done: z.number(), total: z.number() }),
} as const satisfies Record<string, z.ZodType>;

/** `desk.perform` with the types of the table, over whatever carries calls. */
export function deskPerform(
  call: (
    channel: 'desk.perform',
    request: { operation: PmsOperationName; request: Record<string, unknown> },
  ) => Promise<unknown>,
): PmsPerform {
  return <N extends PmsOperationName>(operation: N, request: PmsAsk<N>) =>
    call('desk.perform', { operation, request }) as Promise<PmsReply<N>>;
}
