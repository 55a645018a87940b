export type JsonObject = Readonly<Record<string, unknown>>;

/** A request's JSON object; a NUL ends it as it ends any C string. Null where it is none. */
export function parseObject(data: Uint8Array): JsonObject | null {
  const text = Buffer.from(data).toString('utf8').replace(/\0.*$/s, '');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** A reply: JSON and one NUL that is counted in the frame's length (authorization §1.2). */
export function jsonReply(value: JsonObject): Uint8Array {
  return Uint8Array.from(Buffer.from(`${JSON.stringify(value)}\0`, 'utf8'));
}
