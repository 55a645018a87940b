import type { JsonObject } from './api.js';

/** The JSON of a reply. */
export interface Reply {
  /** The module's verdict; false as well where the reply is not to be understood. */
  readonly ok: boolean;
  /** Not JSON, or no object: F0's `"cmd":0x1` for one (authorization §1.3). Nothing in it is to be believed. */
  readonly malformed: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

const MALFORMED: Reply = { ok: false, malformed: true, fields: {} };

/** Reads a reply's data. A trailing NUL is counted in its length and dropped here (authorization §1.2). Never throws. */
export function parseReply(data: Uint8Array): Reply {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end -= 1;
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data.subarray(0, end)));
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return MALFORMED;
    const fields = json as Readonly<Record<string, unknown>>;
    return { ok: fields['ret'] === true, malformed: typeof fields['ret'] !== 'boolean', fields };
  } catch {
    return MALFORMED;
  }
}

/** A request's JSON, without the NUL that replies have (authorization §1.2). */
export function encodeRequest(fields: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(fields));
}

/** A text field, or null where it is absent, null or no text. */
export function textField({ fields }: Reply, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}
