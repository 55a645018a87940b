import type { FastifyRequest } from 'fastify';

import type { PmsService, PmsSession } from '../service.js';

/** The bearer token of a request, null where it has none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Who asks. @throws KilnError LOGIN_NEEDED where the session is unknown or over */
export function whoAsks(service: PmsService, { headers }: FastifyRequest): Promise<PmsSession | null> {
  return service.sessionOf(bearerOf(headers.authorization));
}
