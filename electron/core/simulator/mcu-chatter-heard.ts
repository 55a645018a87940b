/** A heartbeat or a product query: `55 AA 00 00|01 00 00 sum` (authorization §0.1.10, §1.5). */
const FRAME = 7;

/** Whether `bytes` are whole heartbeats and product queries of a TuyaMCU application and nothing else. */
export function isMcuChatter(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % FRAME !== 0) return false;
  for (let at = 0; at < bytes.length; at += FRAME) {
    const [a, b, version, command, high, low] = bytes.subarray(at, at + FRAME);
    if (a !== 0x55 || b !== 0xaa || version !== 0 || (command ?? 2) > 1 || high !== 0 || low !== 0)
      return false;
  }
  return true;
}
