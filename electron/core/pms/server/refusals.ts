import type { FastifyError, FastifyInstance } from 'fastify';

import { KilnError, toCodedError, type CodedError } from '../../../../shared/errors/kiln-error.js';
import { statusOf } from '../http/status.js';

/** What the library itself refuses, in our words; never a value of the request. */
function refusedByLibrary(error: FastifyError): CodedError | null {
  if (error.statusCode === 429) return new KilnError('LOGIN_LIMIT').toJSON();
  if (error.statusCode === undefined || error.statusCode >= 500) return null;
  return { code: 'BAD_REQUEST', data: { detail: error.code } };
}

/** Everything that goes wrong leaves as `{code, data}`. @param onFault - told of what is no error of ours */
export function sayErrors(server: FastifyInstance, onFault: (fault: unknown) => void): void {
  server.setErrorHandler(async (thrown: FastifyError, _request, reply) => {
    const library = thrown instanceof KilnError ? null : refusedByLibrary(thrown);
    const error = library ?? toCodedError(thrown);
    if (error.code === 'INTERNAL') {
      onFault(thrown);
      // What a fault says may be a query or a path: that is for whoever runs the server.
      return reply.code(500).send({ code: 'INTERNAL', data: { detail: 'fault' } });
    }
    const status = thrown.statusCode === 413 ? 413 : statusOf(error.code);
    if (status === 429) void reply.header('retry-after', '60');
    return reply.code(status).send(error);
  });
  server.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ code: 'BAD_REQUEST', data: { channel: request.method, detail: 'no such address' } }),
  );
}
