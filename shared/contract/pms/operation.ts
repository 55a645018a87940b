import type { z } from 'zod';

import type { Role } from './roles.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where an operation stands on the wire. `{name}` in the path is the field of that name of the request. */
export interface HttpPlace {
  readonly method: HttpMethod;
  readonly path: string;
}

/**
 * One thing a production desk can be asked. Its request is an object. Over HTTP the fields that are not in the path
 * go into the query (GET, DELETE; as text, so such fields are text or coerced numbers) or into a JSON body; the reply
 * is JSON. In the app it crosses as `desk.perform`. An error is `{code, data}` everywhere.
 */
export interface PmsOperation {
  readonly request: z.ZodType<Record<string, unknown>>;
  readonly reply: z.ZodType;
  /** The least role that may ask; `public` needs no session. */
  readonly role: Role | 'public';
  readonly http: HttpPlace;
  /** Asked twice it is as asked once: a client may send it again where no answer came. */
  readonly idempotent?: boolean;
}
