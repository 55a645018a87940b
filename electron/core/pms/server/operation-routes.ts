import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify';

import type { PmsOperation } from '../../../../shared/contract/pms/operation.js';
import { PMS_OPERATIONS, type PmsOperationName } from '../../../../shared/contract/pms/operations.js';
import { routePath } from '../http/place.js';
import type { PmsService } from '../service.js';
import { whoAsks } from './who.js';

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The fields of a request from wherever they stand; the last wins. */
export function fieldsFrom(...places: readonly unknown[]): Fields {
  return Object.assign({}, ...places.map(fieldsOf)) as Fields;
}

/** A request with its fields; those of the path win, they are what was addressed. */
export function askedOf({ query, body, params }: FastifyRequest): Fields {
  return fieldsFrom(query, body, params);
}

/** One route a row of the table. @param special - options of single routes */
export function operationRoutes(
  server: FastifyInstance,
  service: PmsService,
  special: Readonly<Partial<Record<PmsOperationName, RouteShorthandOptions>>>,
): void {
  for (const [key, row] of Object.entries(PMS_OPERATIONS)) {
    const name = key as PmsOperationName;
    const { method, path } = (row as PmsOperation).http;
    server.route({
      ...special[name],
      method,
      url: routePath(path),
      async handler(request, reply) {
        // A public operation is open also to somebody whose session is over.
        const who = row.role === 'public' ? null : await whoAsks(service, request);
        void reply.header('cache-control', 'no-store');
        return service.perform(name, askedOf(request), who);
      },
    });
  }
}
