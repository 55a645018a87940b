import { describe, expect, it } from 'vitest';

import { ui as en } from '../../shared/words/en/ui.js';
import { ui as zh } from '../../shared/words/zh-CN/ui.js';

/** Every word with its dotted key. */
function flat(words: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}
const holes = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('words of the views', () => {
  const english = flat(en);
  const chinese = flat(zh);

  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english])('%s says something in both and interpolates the same', (key, text) => {
    const other = chinese.get(key) ?? '';
    expect(text.trim()).not.toBe('');
    expect(other.trim()).not.toBe('');
    expect(holes(other)).toEqual(holes(text));
  });
});
