import { concat } from './hex.js';
import type { ScriptedTransport } from './scripted-transport.js';

/** What a scripted target answers: a payload, a status, or silence. */
export type Reply = Uint8Array | { readonly status: number; readonly payload?: Uint8Array } | null;

/** By code; `payload` is that of the request. What is not here is swallowed, as class T does (protocol §3). */
export interface Script {
  readonly short?: Readonly<Record<number, (payload: Uint8Array) => Reply>>;
  readonly long?: Readonly<Record<number, (payload: Uint8Array) => Reply>>;
}

function parts(reply: Exclude<Reply, null>): { status: number; payload: Uint8Array } {
  return reply instanceof Uint8Array
    ? { status: 0, payload: reply }
    : { status: reply.status, payload: reply.payload ?? new Uint8Array() };
}

function shortReply(code: number, reply: Exclude<Reply, null>): Uint8Array {
  const { status, payload } = parts(reply);
  const body = status === 0 ? payload : Uint8Array.of(status);
  return concat(Uint8Array.of(4, 0x0e, 4 + body.length, 1, 0xe0, 0xfc, code), body);
}

function longReply(op: number, reply: Exclude<Reply, null>): Uint8Array {
  const { status, payload } = parts(reply);
  const length = 2 + payload.length;
  return concat(
    Uint8Array.of(4, 0x0e, 0xff, 1, 0xe0, 0xfc, 0xf4, length & 255, length >> 8, op, status),
    payload,
  );
}

/**
 * A far end for ScriptedTransport: one whole request a write, as the host sends them. Link checks are answered
 * unless the script says otherwise.
 */
export function target(script: Script): ScriptedTransport['answer'] {
  return (request) => {
    if (request[0] !== 0x01 || request[1] !== 0xe0 || request[2] !== 0xfc) return null;
    if (request[3] === 0xff) {
      const op = request[7] ?? 0;
      const reply = script.long?.[op]?.(request.subarray(8)) ?? null;
      return reply && longReply(op, reply);
    }
    const code = request[4] ?? 0;
    const answer = script.short?.[code] ?? (code === 0 ? () => Uint8Array.of(0) : () => null);
    const reply = answer(request.subarray(5));
    return reply && shortReply(code === 0 ? 1 : code, reply);
  };
}
