export type JsonObject = Readonly<Record<string, unknown>>;

/** A value as text; its trailing NULs are counted in its length and say nothing (authorization §5.5). Null where it is no text. */
export function textOf(value: Uint8Array): string | null {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0) end -= 1;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value.subarray(0, end));
  } catch {
    return null;
  }
}

/** A value as a JSON object, or null where it is none. */
export function jsonOf(value: Uint8Array | undefined): JsonObject | null {
  const text = value && textOf(value);
  if (typeof text !== 'string') return null;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : null;
  } catch {
    return null;
  }
}

/** A text field that is not empty, else null. */
export function filled(object: JsonObject | null, field: string): string | null {
  const value = object?.[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
