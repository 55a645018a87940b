import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { ERROR_CODES, type ErrorGroup } from '../../../shared/errors/codes.js';
import { STATION_CODES } from '../../../shared/errors/codes/station.js';
import { errorText } from '../../../shared/words/error-text.js';
import { WORDS } from '../../../shared/words/index.js';

const here = new URL('.', import.meta.url);
const page = readFileSync(new URL('../../../docs/diagnosis.md', here), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, symptom = '', , said = '', tests = '']) => ({ symptom, said, tests }));
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the table of failures', () => {
  it('has a row for everything that protocol §16 lists', () => {
    expect(rows.length).toBeGreaterThanOrEqual(21);
  });

  it.each(rows)('$symptom: codes, log lines and tests exist', ({ said, tests }) => {
    for (const name of quoted(said).filter((text) => !text.startsWith('kiln '))) {
      const known = name in ERROR_CODES || name in WORDS.en.log || name in WORDS.en.hints;
      expect(known, name).toBe(true);
    }
    expect(quoted(tests).length).toBeGreaterThan(0);
    for (const name of quoted(tests)) expect(existsSync(new URL(name, here)), name).toBe(true);
  });

  it('names every code of the loader, and its test throws it', () => {
    const group: ErrorGroup = 'board';
    const loader = Object.entries(ERROR_CODES).filter(
      ([code, row]) =>
        !(code in STATION_CODES) &&
        row.group === group &&
        /^(BUS|CHIP|BAUD|LINK|FLASH|CRC|BOARD_CHANGED|NOT_ON|EFUSE)/.test(code),
    );
    // Told by `kiln verify` alone: the answer to a question, not a failure of the bench.
    const told = new Set([...quoted(page), 'FLASH_DIFFERS']);
    expect(loader.map(([code]) => code).filter((code) => !told.has(code))).toEqual([]);
    for (const { said, tests } of rows) {
      const text = quoted(tests).map((name) => readFileSync(new URL(name, here), 'utf8'));
      for (const code of quoted(said).filter((name) => name in ERROR_CODES))
        expect(
          text.some((source) => source.includes(code)),
          `${code} in ${tests}`,
        ).toBe(true);
    }
  });

  it.each(['nothing', 'echo', 'boot-log', 'heartbeat', 'garbage'])(
    'a board that was not captured gets a likely cause of its own: %s',
    (seen) => {
      const say = (what: string, language: 'en' | 'zh-CN'): string =>
        errorText(language, { code: 'BUS_NOT_CAPTURED', data: { seconds: 60, seen: what, bytes: 7 } }).cause;
      for (const language of ['en', 'zh-CN'] as const) {
        expect(say(seen, language)).toContain(WORDS[language].likely[seen]);
        expect(say(seen, language)).not.toContain('{{');
      }
    },
  );
});
