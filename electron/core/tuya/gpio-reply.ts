/** As much of a reply as an error may quote. */
const QUOTE = 200;

/** Every number or text of a value, however deep it stands in arrays and objects. */
function leaves(value: unknown): (string | number)[] {
  if (typeof value === 'number' || typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return [];
}

/**
 * What a failed pin test says. Newer modules append the failing pins, in a form that is not public (authorization
 * §1.3): `pins` lists every number and text in it, in order, and `detail` quotes it as it came; '?' where there is none.
 */
export function gpioFailure(fields: Readonly<Record<string, unknown>>): {
  readonly detail: string;
  readonly pins: string;
} {
  const rest = Object.entries(fields).filter(([name]) => name !== 'ret');
  const pins = rest.flatMap(([, value]) => leaves(value)).join(', ');
  const detail = rest.length > 0 ? JSON.stringify(Object.fromEntries(rest)) : '?';
  return { detail: detail.slice(0, QUOTE), pins: pins.slice(0, QUOTE) || '?' };
}
