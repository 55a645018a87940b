import type { HttpPlace } from '../../../../shared/contract/pms/operation.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';

/** The fields of a request that stand in its path, in order. */
export function pathFields(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

/**
 * The path as the router takes it: a field ends at the next slash or colon, and a colon of the path's own is doubled
 * (`/v1/tokens/{token}:open` -> `/v1/tokens/:token([\s\S]+)::open`). Not `.`, which is no line separator.
 */
export function routePath(path: string): string {
  return path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1([\\s\\S]+)');
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/**
 * What a request looks like on the wire: target with query, and body for methods that have one.
 * @param rest where fields go that are not in the path; `query` where the body is a file
 */
export function onWire(
  { method, path }: HttpPlace,
  request: Readonly<Record<string, unknown>>,
  rest: 'usual' | 'query' = 'usual',
): { readonly target: string; readonly body: Record<string, unknown> | null } {
  const named = pathFields(path);
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = text(request[name]);
    // An empty part would be another address.
    if (value === '') throw new KilnError('BAD_REQUEST', { channel: path, detail: `${name}: empty` });
    return encodeURIComponent(value);
  });
  const others = Object.entries(request).filter(
    ([name, value]) => !named.includes(name) && value !== undefined,
  );
  if (rest === 'usual' && method !== 'GET' && method !== 'DELETE') {
    return { target, body: Object.fromEntries(others) };
  }
  const query = new URLSearchParams(others.map(([name, value]) => [name, text(value)] as [string, string]));
  return { target: others.length === 0 ? target : `${target}?${query.toString()}`, body: null };
}
