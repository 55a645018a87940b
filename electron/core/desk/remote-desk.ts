import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Me } from '../../../shared/contract/pms/accounts.js';
import type { PmsOperationName, PmsReply } from '../../../shared/contract/pms/operations.js';
import {
  PMS_STREAMS,
  type PmsDownloadName,
  type PmsUploadName,
} from '../../../shared/contract/pms/streams.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Remote } from '../pms/client/remote.js';
import { SHA_HEADER } from '../pms/http/envelope.js';
import { onWire } from '../pms/http/place.js';
import type { Incoming, Outgoing } from '../pms/service.js';
import type { DeskBackend, Fields } from './backend.js';

/** A list of half a gigabyte takes its time at the other end. */
const FILE_MS = 600_000;

async function shaOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What of a server a desk needs. */
type Server = Pick<Remote, 'wire' | 'login' | 'logout'>;

/** The desk on the books of a server. */
export class RemoteDesk implements DeskBackend {
  readonly kind = 'server';
  readonly #remote: Server;

  constructor(remote: Server) {
    this.#remote = remote;
  }

  async me(): Promise<Me | null> {
    try {
      return await this.#remote.wire.perform('account.me', {});
    } catch (thrown) {
      if (thrown instanceof KilnError && thrown.code === 'LOGIN_NEEDED') return null;
      throw thrown;
    }
  }

  async perform(operation: PmsOperationName, request: Fields): Promise<unknown> {
    if (operation === 'account.login') {
      const { email, password } = request;
      const reply = await this.#remote.login(String(email), String(password));
      // The page has no use for it.
      return { ...reply, session: '' } satisfies PmsReply<'account.login'>;
    }
    if (operation === 'account.logout') {
      await this.#remote.logout();
      return { done: true };
    }
    return this.#remote.wire.perform(operation, request);
  }

  /** @throws KilnError FILE_UNREADABLE, UPLOAD_TOO_LARGE before a byte is sent, PMS_*, and what the rules say */
  async upload(stream: PmsUploadName, request: Fields, content: Incoming): Promise<unknown> {
    const { http, maxBytes, reply } = PMS_STREAMS[stream];
    const { path, onProgress } = content;
    const { size } = await stat(path).catch((cause: unknown) => {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
    });
    if (size > maxBytes) throw new KilnError('UPLOAD_TOO_LARGE', { max: maxBytes });
    let done = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        done += chunk.length;
        onProgress?.(done, size);
        next(null, chunk);
      },
    });
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(size),
      [SHA_HEADER]: await shaOf(path),
    };
    // What is not in the path goes into the query here, whatever the method: the body is the file.
    const { target } = onWire(http, request, 'query');
    const body = createReadStream(path).pipe(counted);
    const answer = await this.#remote.wire.send(http.method, target, { headers, body, answerMs: FILE_MS });
    return reply.parse(await answer.body.json());
  }

  async download(stream: PmsDownloadName, request: Fields): Promise<Outgoing> {
    const { http } = PMS_STREAMS[stream];
    const { target, body: asked } = onWire(http, request);
    const { wire } = this.#remote;
    const json = { 'content-type': 'application/json' };
    const ask = (range: Record<string, string>) =>
      wire.send(http.method, target, {
        headers: asked === null ? range : { ...range, ...json },
        ...(asked === null ? {} : { body: JSON.stringify(asked) }),
        answerMs: FILE_MS,
      });
    const answer = await ask({});
    let whole: typeof answer | null = answer;
    const text = (name: string): string | null => {
      const value = answer.headers[name];
      return typeof value === 'string' ? value : null;
    };
    const length = text('content-length');
    const named = /filename\*=UTF-8''(\S+)/.exec(text('content-disposition') ?? '')?.[1];
    return {
      name: named === undefined ? stream : decodeURIComponent(named),
      mediaType: text('content-type') ?? 'application/octet-stream',
      bytes: length === null ? null : Number(length),
      sha256: text(SHA_HEADER),
      async *read(range) {
        // What came with the first answer is read once; for anything else it is asked again.
        const first = range === undefined ? whole : null;
        whole?.body.on('error', () => undefined);
        if (first === null) whole?.body.destroy();
        whole = null;
        const part = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
        const { body } = first ?? (await ask(part));
        try {
          yield* body as AsyncIterable<Uint8Array>;
        } catch (cause) {
          const detail = cause instanceof Error ? cause.message : String(cause);
          throw new KilnError('PMS_UNREACHABLE', { url: wire.url, detail }, { cause });
        }
      },
    };
  }
}
