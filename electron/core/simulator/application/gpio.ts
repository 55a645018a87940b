import { parseObject, type JsonObject } from './json.js';
import type { Personality } from './personality.js';

interface Pins {
  readonly personality: Personality;
  readonly gpioOk: boolean;
  readonly gpioShorts: readonly number[];
}

/** Every number in whatever nesting the list has: pairs or single pins, the page does not say. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.flatMap(numbersIn) : [];
}

/**
 * 02. Older firmware knows its pins and answers `ret` alone; newer takes a list `"G"` from the host and appends the
 * failing pins (authorization §1.3; the list's format is not public, any nesting of pin numbers is taken).
 */
export function gpioReply(data: Uint8Array, { personality, gpioOk, gpioShorts }: Pins): JsonObject {
  const request = data.length === 0 ? {} : parseObject(data);
  if (!request || !gpioOk) return { ret: false };
  if (!personality.takesPinList) return { ret: gpioShorts.length === 0 };
  const asked = request.G === undefined ? gpioShorts : numbersIn(request.G);
  const failing = gpioShorts.filter((pin) => asked.includes(pin));
  return failing.length === 0 ? { ret: true } : { ret: false, G: failing };
}
