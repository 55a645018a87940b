/** Rows of a table that are chosen, and who wants to know. */
export interface Choice {
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** One more, or one less. */
export function toggled(chosen: readonly string[], key: string): readonly string[] {
  return chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key];
}

/**
 * From one row as far as another, both included, beside what was chosen.
 * @param keys of all rows, in the order of the table
 */
export function asFarAs(
  chosen: readonly string[],
  keys: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly string[] {
  const [one, other] = [keys.indexOf(from), keys.indexOf(to)];
  if (other < 0) return chosen;
  const ends = one < 0 ? [other, other] : [Math.min(one, other), Math.max(one, other)];
  return [...new Set([...chosen, ...keys.slice(ends[0], (ends[1] ?? 0) + 1)])];
}

/** All of them, or where all are chosen already none of them. */
export function allOrNone(chosen: readonly string[], keys: readonly string[]): readonly string[] {
  const have = new Set(chosen);
  const all = keys.length > 0 && keys.every((key) => have.has(key));
  const these = new Set(keys);
  return all ? chosen.filter((key) => !these.has(key)) : [...new Set([...chosen, ...keys])];
}
