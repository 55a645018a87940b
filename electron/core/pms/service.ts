import {
  PMS_OPERATIONS,
  type PmsOperationName,
  type PmsReply,
  type PmsRequest,
} from '../../../shared/contract/pms/operations.js';
import { mayAct, type Role } from '../../../shared/contract/pms/roles.js';
import {
  PMS_STREAMS,
  type PmsDownloadName,
  type PmsStreamName,
  type PmsStreamRequest,
  type PmsUploadName,
  type PmsUploadReply,
} from '../../../shared/contract/pms/streams.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';

/** Who asks. */
export interface PmsSession {
  /** Id of the account. */
  readonly account: string;
  readonly email: string;
  readonly role: Role;
  /** SHA-256 of the bearer token, hex; null for the implicit local account, which has none. */
  readonly bearer: string | null;
}

/** Content that comes in: a file on this machine, complete. */
export interface Incoming {
  readonly path: string;
  /** Bytes read so far, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Content that goes out. */
export interface Outgoing {
  /** A file name to suggest. */
  readonly name: string;
  readonly mediaType: string;
  /** Known beforehand for what may be asked for in ranges. */
  readonly bytes: number | null;
  /** Lower-case hex, of the whole. */
  readonly sha256: string | null;
  /** @param range both ends included, in bytes; only where `bytes` is known */
  read(range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
}

type Asker<N extends PmsOperationName> = (typeof PMS_OPERATIONS)[N]['role'] extends 'public'
  ? PmsSession | null
  : PmsSession;

/** The rules, one for each row of the tables. */
export interface PmsRules {
  readonly operations: {
    readonly [N in PmsOperationName]: (request: PmsRequest<N>, session: Asker<N>) => Promise<PmsReply<N>>;
  };
  readonly uploads: {
    readonly [N in PmsUploadName]: (
      request: PmsStreamRequest<N>,
      session: PmsSession,
      content: Incoming,
    ) => Promise<PmsUploadReply<N>>;
  };
  readonly downloads: {
    readonly [N in PmsDownloadName]: (request: PmsStreamRequest<N>, session: PmsSession) => Promise<Outgoing>;
  };
  /**
   * Who a bearer token stands for. Without one: the implicit local account where there is one, else null.
   * @throws KilnError LOGIN_NEEDED where it is unknown, over, or its account is active no more
   */
  readonly sessionOf: (bearer: string | null) => Promise<PmsSession | null>;
}

/**
 * The one door to the rules, for the app and for the server: checks the shape of what is asked and the role of who asks,
 * then asks. An error of ours is a KilnError; anything else is a fault of the program.
 */
export class PmsService {
  readonly #rules: PmsRules;

  constructor(rules: PmsRules) {
    this.#rules = rules;
  }

  sessionOf(bearer: string | null): Promise<PmsSession | null> {
    return this.#rules.sessionOf(bearer);
  }

  /** @throws KilnError BAD_REQUEST, LOGIN_NEEDED, ROLE_MISSING, and what the operation says */
  async perform<N extends PmsOperationName>(
    operation: N,
    request: unknown,
    session: PmsSession | null,
  ): Promise<PmsReply<N>> {
    const { role } = PMS_OPERATIONS[operation];
    // Who first: a stranger learns nothing of shapes.
    if (role !== 'public') requireRole(session, role);
    const asked = shaped(operation, PMS_OPERATIONS[operation], request) as PmsRequest<N>;
    return this.#rules.operations[operation](asked, session as Asker<N>);
  }

  /** Whether somebody may send or get such a file at all. @throws KilnError LOGIN_NEEDED, ROLE_MISSING */
  requireStream(stream: PmsStreamName, session: PmsSession | null): PmsSession {
    return requireRole(session, PMS_STREAMS[stream].role);
  }

  /** Takes a file in. @throws as perform */
  async receive<N extends PmsUploadName>(
    stream: N,
    request: unknown,
    { session, content }: { readonly session: PmsSession | null; readonly content: Incoming },
  ): Promise<PmsUploadReply<N>> {
    const who = this.requireStream(stream, session);
    const asked = shaped(stream, PMS_STREAMS[stream], request) as PmsStreamRequest<N>;
    return this.#rules.uploads[stream](asked, who, content);
  }

  /** Gives a file out. @throws as perform; reading it may throw too */
  async send<N extends PmsDownloadName>(
    stream: N,
    request: unknown,
    session: PmsSession | null,
  ): Promise<Outgoing> {
    const who = this.requireStream(stream, session);
    const asked = shaped(stream, PMS_STREAMS[stream], request) as PmsStreamRequest<N>;
    return this.#rules.downloads[stream](asked, who);
  }
}

function requireRole(session: PmsSession | null, needed: Role): PmsSession {
  if (session === null) throw new KilnError('LOGIN_NEEDED');
  if (!mayAct(session.role, needed)) throw new KilnError('ROLE_MISSING', { needed, role: session.role });
  return session;
}

type Row = {
  readonly request: { safeParse(value: unknown): { success: boolean; data?: unknown; error?: unknown } };
};

function shaped(name: PmsOperationName | PmsStreamName, row: Row, request: unknown): unknown {
  const parsed = row.request.safeParse(request);
  if (parsed.success) return parsed.data;
  const issues = (parsed.error as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
  const [first] = issues;
  const field = first?.path.map(String).join('.') ?? '';
  // Never the value: it may be a password or a key.
  throw new KilnError('BAD_REQUEST', { channel: name, detail: `${field}: ${first?.message ?? 'refused'}` });
}
