import type { Payload } from './fields.js';
import { longRequest, shortRequest, type Frame } from './frames.js';

/** A command as data: its codes, both payloads, and how a reply shows that it belongs to a request. */
export interface Command<Q, A> {
  /** For messages and the log. */
  readonly name: string;
  readonly kind: Frame['kind'];
  /** Command code, or flash operation. */
  readonly code: number;
  /** The same, but for the link check (protocol §3). */
  readonly replyCode: number;
  readonly request: Payload<Q>;
  readonly reply: Payload<A>;
  /** True where the echo in the reply is that of the request. @default every reply with the right code belongs */
  readonly echoes?: (request: Q, reply: A) => boolean;
}

/** What a frame is to a request. `status`: the target understood and refused (protocol §5). */
export type Answer<A> =
  | { readonly is: 'foreign' }
  | { readonly is: 'reply'; readonly reply: A }
  | { readonly is: 'status'; readonly status: number };

export function encodeRequest<Q, A>(command: Command<Q, A>, request: Q): Uint8Array {
  const payload = command.request.encode(request);
  return command.kind === 'short' ? shortRequest(command.code, payload) : longRequest(command.code, payload);
}

/** The status a frame carries: long ones have one; a short one shrinks to it where the command is refused (protocol §3). */
function statusOf<A>(frame: Frame, reply: A | null): number {
  if (frame.kind === 'long') return frame.status;
  return reply === null && frame.payload.length === 1 ? (frame.payload[0] ?? 0) : 0;
}

/** Reads `frame` as an answer to `request`; replies to anything else are foreign and not an error. */
export function readAnswer<Q, A>(command: Command<Q, A>, request: Q, frame: Frame): Answer<A> {
  const code = frame.kind === 'short' ? frame.code : frame.op;
  if (frame.kind !== command.kind || code !== command.replyCode) return { is: 'foreign' };
  const reply = command.reply.decode(frame.payload);
  const status = statusOf(frame, reply);
  if (status !== 0) return { is: 'status', status };
  if (reply === null || command.echoes?.(request, reply) === false) return { is: 'foreign' };
  return { is: 'reply', reply };
}
