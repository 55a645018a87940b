import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { openWindowState } from './bounds.js';
import { languageFor, mergePreferences, openPreferences } from './preferences.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('starts with the fallback and writes nothing by itself', () => {
  expect(openPreferences(folder, 'de').value).toEqual({ theme: 'system', language: 'en' });
  expect(readdirSync(folder)).toEqual([]);
});

it('gives back what was set, in a file for its owner only and with no side file left', () => {
  openPreferences(folder, 'en').set({ theme: 'light', language: 'zh-CN' });
  expect(openPreferences(folder, 'en').value).toEqual({ theme: 'light', language: 'zh-CN' });
  expect(readdirSync(folder)).toEqual(['preferences.json']);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'preferences.json')).mode & 0o077).toBe(0);
});

it.each(['{"theme":"dark"', '{"theme":"pink","language":"en"}', 'null', ''])(
  'sets aside what it cannot understand: %j',
  (text) => {
    writeFileSync(join(folder, 'preferences.json'), text);
    expect(openPreferences(folder, 'en').value).toEqual({ theme: 'system', language: 'en' });
    expect(readdirSync(folder)).toEqual(['preferences.json.damaged']);
    expect(readFileSync(join(folder, 'preferences.json.damaged'), 'utf8')).toBe(text);
  },
);

it('refuses to keep what it could not read again', () => {
  const file = openWindowState(folder);
  expect(() => file.set({ bounds: { x: 0, y: 0, width: 0, height: 1 }, maximized: false })).toThrow();
  expect(file.value.bounds).toBeNull();
});

it('keeps a value that the disk refuses, until the end', () => {
  writeFileSync(join(folder, 'file'), '');
  const file = openPreferences(join(folder, 'file'), 'en');
  expect(() => file.set({ theme: 'light', language: 'en' })).toThrow();
  expect(file.value.theme).toBe('light');
});

it('changes only what is given', () => {
  const old = { theme: 'dark', language: 'zh-CN' } as const;
  expect(mergePreferences(old, { theme: 'light' })).toEqual({ theme: 'light', language: 'zh-CN' });
  expect(mergePreferences(old, { language: undefined })).toEqual(old);
});

it.each([
  ['zh-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['en-GB', 'en'],
  ['zha', 'en'],
  ['', 'en'],
])('speaks to %j in %s', (locale, language) => {
  expect(languageFor(locale)).toBe(language);
});
