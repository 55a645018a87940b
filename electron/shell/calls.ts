import {
  CALLS,
  type CallName,
  type CallReply,
  type CallRequest,
  type Envelope,
} from '../../shared/contract/channels.js';
import { KilnError, toCodedError } from '../../shared/errors/kiln-error.js';

/** One handler a call; a call without one cannot be built. */
export type Handlers = { readonly [C in CallName]: (request: CallRequest<C>) => Promise<CallReply<C>> };

export interface Answering {
  readonly handlers: Handlers;
  /** Parse replies by their schema too: in development and test packages, so that a drift of the contract shows. */
  readonly checkReplies: boolean;
  /** Told of what is no coded error of ours: a fault of the program. */
  readonly onFault: (call: CallName, fault: unknown) => void;
}

/** Answers one call whose sender is known to be ours: the request by its schema, the reply or error in an envelope. */
export async function answerCall(name: CallName, request: unknown, answering: Answering): Promise<Envelope> {
  try {
    const { request: requestShape, reply: replyShape } = CALLS[name];
    const parsed = requestShape.safeParse(request);
    if (!parsed.success) throw badRequest(name, parsed.error.issues[0]?.message);
    const handler = answering.handlers[name] as (request: unknown) => Promise<unknown>;
    const reply = await handler(parsed.data);
    return { ok: true, value: answering.checkReplies ? replyShape.parse(reply) : reply };
  } catch (thrown) {
    const error = toCodedError(thrown);
    if (error.code === 'INTERNAL') answering.onFault(name, thrown);
    return { ok: false, error: { code: error.code, data: { ...error.data } } };
  }
}

export function badRequest(channel: CallName, detail = 'refused'): KilnError {
  return new KilnError('BAD_REQUEST', { channel, detail });
}
