import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { WORDS } from '../../../shared/words/index.js';

const here = new URL('.', import.meta.url);
const sources = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const used = sources.flatMap(
  (name) => readFileSync(new URL(name, here), 'utf8').match(/'loader\.[a-z-]+'/g) ?? [],
);

describe('notes of the loader', () => {
  it.each(['en', 'zh-CN'] as const)('have their words in %s, and no word is left over', (language) => {
    const keys = [...new Set(used.map((quoted) => quoted.slice(1, -1)))].sort();
    const words = Object.keys(WORDS[language].log).filter((key) => key.startsWith('loader.'));
    expect(words.sort()).toEqual(keys);
  });

  it('interpolate the same in both languages', () => {
    for (const [key, text] of Object.entries(WORDS.en.log)) {
      const names = (line: string | undefined): string[] => (line?.match(/\{\{\w+\}\}/g) ?? []).sort();
      expect(names(WORDS['zh-CN'].log[key])).toEqual(names(text));
    }
  });
});
