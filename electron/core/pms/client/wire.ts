import { X509Certificate } from 'node:crypto';

import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';

import type { HttpPlace, PmsOperation } from '../../../../shared/contract/pms/operation.js';
import {
  PMS_OPERATIONS,
  type PmsAsk,
  type PmsOperationName,
  type PmsReply,
} from '../../../../shared/contract/pms/operations.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { sleep } from '../../time/wait.js';
import type { Clock } from '../../time/clock.js';
import { errorOf } from '../http/envelope.js';
import { onWire } from '../http/place.js';

export interface WireOptions {
  /** `https://pms.line2.lan:7443`; what stands behind the host is kept as a prefix. */
  readonly url: string;
  readonly clock: Clock;
  /** The certificate of whoever signed the server's, in PEM; null: those that the system knows. */
  readonly ca: string | null;
  /** The session; asked for at every request, it may change. */
  readonly bearer: () => string | null;
  /** Between a request and its answer, ms. @default 15000 */
  readonly answerMs?: number;
  /** Told of every answer (its time in ms) and of every silence. */
  readonly onContact?: (contact: { readonly ms: number } | null) => void;
}

/** A try again where that is safe: after 0.2, 0.6 and 1.8 seconds. */
const PAUSES_MS = [200, 600, 1800];
const CONNECT_MS = 5000;
const Hello = z.object({ ok: z.literal(true), pms: z.literal('kiln'), version: z.string() });

/** What the line itself says went wrong; everything else is an answer. */
function unreachable(url: string, cause: unknown): KilnError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const detail = code || (cause instanceof Error ? cause.message : String(cause));
  const untrusted = code.includes('CERT') || code.startsWith('ERR_TLS') || code.includes('SIGNATURE');
  return new KilnError(untrusted ? 'PMS_UNTRUSTED' : 'PMS_UNREACHABLE', { url, detail }, { cause });
}

/** @throws KilnError USAGE where this is no address of a server, or no certificate */
function checkPlace({ url, ca }: Pick<WireOptions, 'url' | 'ca'>): void {
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/.test(url) || !URL.canParse(url)) {
    throw new KilnError('USAGE', { detail: `${url}: an address such as https://pms.example:7443` });
  }
  if (ca === null) return;
  try {
    new X509Certificate(ca);
  } catch (cause) {
    throw new KilnError('USAGE', { detail: 'this is no certificate (PEM)' }, { cause });
  }
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Dispatcher.DispatchOptions['body'];
  readonly signal?: AbortSignal;
  /** Between the request and its answer, ms: longer than usual for files, shorter where somebody else can answer. */
  readonly answerMs?: number;
}

/** How an operation is asked. */
export interface Asking extends Pick<Sending, 'signal' | 'answerMs'> {
  /** Not again by itself. */
  readonly once?: boolean;
}

/** Requests to one server over connections that are kept. */
export class Wire {
  readonly #options: WireOptions;
  readonly #base: string;
  readonly #agent: Agent;

  /** @throws KilnError USAGE where the address or the certificate is none */
  constructor(options: WireOptions) {
    checkPlace(options);
    const { url, ca } = options;
    this.#options = options;
    this.#base = url.replace(/\/+$/, '');
    this.#agent = new Agent({
      connections: 8,
      connect: { timeout: CONNECT_MS, ...(ca === null ? {} : { ca }) },
      keepAliveTimeout: 30_000,
    });
  }

  get url(): string {
    return this.#base;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** Asks an operation; unless `once`, again by itself where asking twice is as asking once. @throws KilnError PMS_UNREACHABLE, PMS_FOREIGN, and what the operation says */
  async perform<N extends PmsOperationName>(
    name: N,
    asked: PmsAsk<N>,
    { signal, once = false, answerMs }: Asking = {},
  ): Promise<PmsReply<N>> {
    const row: PmsOperation = PMS_OPERATIONS[name];
    const { target, body } = onWire(row.http, asked);
    const sending = {
      ...(body === null
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(signal === undefined ? {} : { signal }),
      ...(answerMs === undefined ? {} : { answerMs }),
    };
    const safe = row.idempotent === true && !once;
    for (let tries = 0; ; tries += 1) {
      try {
        const { body: answer } = await this.send(row.http.method, target, sending);
        const reply = row.reply.safeParse(await json(answer, this.#base));
        if (reply.success) return reply.data as PmsReply<N>;
        throw new KilnError('PMS_FOREIGN', { url: this.#base, detail: `${name}: another shape` });
      } catch (thrown) {
        const pause = PAUSES_MS[tries];
        if (!safe || pause === undefined || !worthAnother(thrown)) throw thrown;
        await sleep(this.#options.clock, pause, signal);
      }
    }
  }

  /** One request. Its answer is a success; anything else is thrown. @throws KilnError PMS_UNREACHABLE, PMS_FOREIGN, and what the server says */
  async send(
    method: HttpPlace['method'],
    target: string,
    sending: Sending,
  ): Promise<Dispatcher.ResponseData> {
    const { clock, bearer, onContact, answerMs = 15_000 } = this.#options;
    const wait = sending.answerMs ?? answerMs;
    const session = bearer();
    const began = clock.now();
    const answer = await request(`${this.#base}${target}`, {
      method,
      dispatcher: this.#agent,
      headersTimeout: wait,
      bodyTimeout: wait,
      headers: { ...(session === null ? {} : { authorization: `Bearer ${session}` }), ...sending.headers },
      ...(sending.body === undefined ? {} : { body: sending.body }),
      ...(sending.signal === undefined ? {} : { signal: sending.signal }),
    }).catch((cause: unknown) => {
      sending.signal?.throwIfAborted();
      onContact?.(null);
      throw unreachable(this.#base, cause);
    });
    onContact?.({ ms: clock.now() - began });
    if (answer.statusCode < 300) return answer;
    const said = errorOf(await json(answer.body, this.#base).catch(() => null));
    throw said ?? new KilnError('PMS_FOREIGN', { url: this.#base, detail: String(answer.statusCode) });
  }

  /** Who answers there. @throws KilnError PMS_UNREACHABLE, PMS_UNTRUSTED, PMS_FOREIGN */
  async hello(signal?: AbortSignal): Promise<{ readonly version: string; readonly latencyMs: number }> {
    const began = this.#options.clock.now();
    const { body } = await this.send('GET', '/health', {
      answerMs: CONNECT_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    const found = Hello.safeParse(await json(body, this.#base));
    if (!found.success) throw new KilnError('PMS_FOREIGN', { url: this.#base, detail: 'health' });
    return { version: found.data.version, latencyMs: this.#options.clock.now() - began };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** @throws KilnError PMS_FOREIGN, PMS_UNREACHABLE */
async function json(body: Dispatcher.ResponseData['body'], url: string): Promise<unknown> {
  const text = await body.text().catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new KilnError('PMS_FOREIGN', { url, detail: 'no JSON' });
  }
}

/** Nobody answered, or somebody who could not just then. */
function worthAnother(thrown: unknown): boolean {
  return (
    thrown instanceof KilnError &&
    ['PMS_UNREACHABLE', 'STORE_BUSY', 'STORE_UNREACHABLE'].includes(thrown.code)
  );
}
