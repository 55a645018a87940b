import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';

import { ERROR_CODES, type ErrorCode } from '../../shared/errors/codes.js';
import { recordOf } from '../core/station/testing/records.js';
import { exitCodeOf } from './exit-codes.js';
import { createOutput } from './output.js';
import { recordLines } from './record-lines.js';
import { languageOf } from './session.js';

function capture(options: { json: boolean; language?: 'en' | 'zh-CN' }) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const output = createOutput({ json: options.json, language: options.language ?? 'en' }, { out, err });
  const text = (stream: PassThrough): string =>
    ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString('utf8');
  return { output, out: () => text(out), err: () => text(err) };
}

describe('the output of a command', () => {
  it('is one JSON object a line with --json, and nothing else', () => {
    const { output, out, err } = capture({ json: true });
    output.note({ event: 'stage', stage: 'erase' }, 'Erase');
    output.status('working');
    output.error({ code: 'PORT_BUSY', data: { path: 'COM5', holder: 'slot 2' } });
    output.result({ event: 'record' }, ['PASS']);
    const lines = out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; code?: string; title?: string });
    expect(lines.map(({ event }) => event)).toEqual(['stage', 'error', 'record']);
    expect(lines[1]).toMatchObject({ code: 'PORT_BUSY', title: 'Port COM5 is in use' });
    expect(err()).toBe('');
  });

  it('is sentences otherwise: results to out, the rest to err', () => {
    const { output, out, err } = capture({ json: false });
    output.note({ event: 'stage' }, 'Erase');
    output.error({
      code: 'LIST_INVALID',
      data: { count: 1, rows: [{ row: 7, problem: 'uuid-length', value: 'abc' }] },
    });
    output.result({ event: 'record' }, ['PASS']);
    expect(out()).toBe('PASS\n');
    const said = err();
    expect(said).toContain('Erase\n');
    expect(said).toContain('7: UUID must have 16 or 20 characters (abc)');
    expect(said).toContain('(LIST_INVALID)');
  });

  it('speaks Chinese where asked', () => {
    const { output, err } = capture({ json: false, language: 'zh-CN' });
    output.error({ code: 'TOKEN_MISSING', data: {} });
    expect(err()).toContain('没有凭证');
    expect(languageOf({}, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
    expect(languageOf({ lang: 'en' }, { LANG: 'zh_CN.UTF-8' })).toBe('en');
  });
});

describe('a record in sentences', () => {
  it('holds chip, flash id, MAC, firmware, license masked, CRC and seconds per stage', () => {
    const lines = recordLines(recordOf({}), capture({ json: false }).output).join('\n');
    for (const fact of [
      'PASS',
      'BK7231N',
      'EB 60 15',
      'D8 1F 12 00 4A 07',
      'wifi_one_light 1.0.0',
      'f0a1b2c3d4e5f69c',
      'abcd…yz',
      'CRC 8C410ED2',
      'Capture bus 0.40 s',
    ]) {
      expect(lines).toContain(fact);
    }
  });
});

describe('exit codes', () => {
  it('are those of the manual, for every error there is', () => {
    const expected: Partial<Record<ErrorCode, number>> = {
      FLASH_VERIFY: 1,
      USAGE: 2,
      FIRMWARE_KIND: 2,
      PORT_BUSY: 3,
      PORT_NOT_FOUND: 3,
      TOKEN_UNKNOWN: 4,
      POOL_EMPTY: 4,
      LIST_INVALID: 4,
      CANCELLED: 130,
      INTERNAL: 70,
    };
    for (const [code, exit] of Object.entries(expected))
      expect(exitCodeOf(code as ErrorCode), code).toBe(exit);
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[])
      expect([1, 2, 3, 4, 70, 130]).toContain(exitCodeOf(code));
  });
});
