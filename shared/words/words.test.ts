import { expect, it } from 'vitest';

import { ENTRY_VERDICTS } from '../domain/entry.js';
import { ERROR_CODES, type ErrorCode } from '../errors/codes.js';
import { errorText } from './error-text.js';
import { WORDS } from './index.js';
import { logText } from './log-text.js';

/** Every leaf as `path -> text`. */
function leaves(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    leaves(value, `${path}.${key}`),
  );
}
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

it('has the same keys in both languages, none empty, with the same placeholders', () => {
  const [en, zh] = [new Map(leaves(WORDS.en)), new Map(leaves(WORDS['zh-CN']))];
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [key, text] of en) {
    expect(text, key).not.toBe('');
    const other = zh.get(key) ?? '';
    expect(other, key).not.toBe('');
    // A sentence may leave a value out, it must not invent one.
    for (const name of placeholders(other)) expect(placeholders(text), key).toContain(name);
  }
});

it('says title, cause and remedy of every error, in both languages', () => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    for (const language of ['en', 'zh-CN'] as const) {
      const words = errorText(language, { code, data: {} });
      expect(words.title, code).not.toContain('errors.');
      expect(words.remedy, code).not.toBe('');
    }
  }
});

it('tells what came instead of the enter reply, each with its own cause and remedy', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const told = ENTRY_VERDICTS.map((verdict) => {
      const data = { seconds: 30, seen: 'heartbeat', bytes: 7, verdict };
      const { title, cause, remedy } = errorText(language, { code: 'TEST_NOT_ENTERED', data });
      expect(`${title}${cause}${remedy}`, verdict).not.toContain('{{');
      return `${cause} ${remedy}`;
    });
    expect(new Set(told).size).toBe(ENTRY_VERDICTS.length);
  }
  const locked = { code: 'TEST_NOT_ENTERED', data: { verdict: 'locked' } } as const;
  expect(errorText('en', locked).title).toBe('Production test not entered');
  expect(errorText('en', locked).cause).toContain('locked');
  const odd = { code: 'TEST_NOT_ENTERED', data: { seconds: 3, seen: 'nothing', verdict: 'odd' } } as const;
  expect(errorText('en', odd).cause).toContain('Seen on the line: nothing');
});

it('says how many licenses are set aside where a token has none left, and only then', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const of = (leased: number) => errorText(language, { code: 'POOL_EMPTY', data: { amount: 40, leased } });
    expect(of(7).cause).toContain('7');
    expect(of(7).remedy).not.toBe(of(0).remedy);
    expect(of(0)).toEqual(errorText(language, { code: 'POOL_EMPTY', data: { amount: 40 } }));
  }
});

it('writes offsets in hex, keys as words, and names an unknown holder as such', () => {
  expect(errorText('en', { code: 'FLASH_VERIFY', data: { address: 0x11000 } }).title).toContain('0x00011000');
  expect(errorText('en', { code: 'PORT_BUSY', data: { path: 'COM5' } }).cause).toBe(
    'It is held by another program.',
  );
  expect(
    errorText('en', { code: 'TEST_NOT_ENTERED', data: { seconds: 30, seen: 'heartbeat' } }).cause,
  ).toContain('heartbeats of the running application');
  expect(errorText('en', { code: 'LIST_INVALID', data: { count: 3, rows: [] } }).title).toBe(
    'The license list has bad rows: 3',
  );
});

it('says a line of the log, stages by their names, and loses nothing it has no words for', () => {
  expect(logText('en', { key: 'job.stage', data: { stage: 'program' } })).toBe('Stage: Write firmware');
  expect(logText('zh-CN', { key: 'job.stage', data: { stage: 'program' } })).toBe('阶段：写入固件');
  expect(logText('en', { key: 'no.such', data: {} })).toBe('no.such');
  expect(logText('en', { key: 'no.such', data: { at: 7 } })).toBe('no.such {"at":7}');
});
