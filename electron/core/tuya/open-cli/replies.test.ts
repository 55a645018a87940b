import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.js';
import {
  readAnything,
  readGeneration,
  readLicenseReply,
  readMacReply,
  readVersionReply,
  readWriteReply,
} from './replies.js';

const UUID = 'uuid0123456789abcdef';
const KEY = 'Kk7'.repeat(10) + 'Kk';
const answer = (...lines: string[]): ReturnType<typeof readAnswer> => ({
  lines,
  echoed: true,
  prompted: true,
});

describe('readLicenseReply', () => {
  it.each([
    [[UUID, KEY], { uuid: UUID, authkey: KEY }],
    [['0123456789abcdef', KEY], { uuid: '0123456789abcdef', authkey: KEY }],
    [['odd line', UUID, KEY], { uuid: UUID, authkey: KEY }],
    [['Authorization read failure.'], null],
    [['uuidxxxxxxxxxxxxxxxx', 'keyxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'], null],
    [['uuidxxxxxxxxxxxxxxxx'], null],
    [[], undefined],
    [[UUID], undefined],
    [[UUID, KEY.slice(1)], undefined],
    [[UUID.slice(1), KEY], undefined],
    [[KEY, UUID], undefined],
    [[UUID, 'x', KEY], undefined],
    [['No command'], undefined],
  ])('%j', (lines, license) => {
    expect(readLicenseReply(answer(...lines))).toEqual(license);
  });

  it('finds no license in an answer that lost bytes, and never takes it for none', () => {
    const whole = `${UUID}\r\n${KEY}\r\ntuya>`;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: UUID.length + KEY.length + 1 }),
        fc.integer({ min: 1, max: 3 }),
        (at, count) => {
          const read = readLicenseReply(
            readAnswer(`auth-read\r\n${whole.slice(0, at)}${whole.slice(at + count)}`, 'auth-read'),
          );
          // A byte too few: not to be understood, unless only the line end suffered.
          if (read !== undefined) expect(read).toEqual({ uuid: UUID, authkey: KEY });
        },
      ),
    );
  });
});

describe('readMacReply', () => {
  it.each([
    ['D8:1F:12:00:4A:07', 'D8:1F:12:00:4A:07'],
    ['MAC: d8:1f:12:00:4a:07', 'd8:1f:12:00:4a:07'],
    ['STA:d8:1f:12:00:4a:07', 'd8:1f:12:00:4a:07'],
    ['FA:d8:1f:12:00:4a:07', 'd8:1f:12:00:4a:07'],
    ['d8:1f:12:00:4a', undefined],
    ['d8:1f:12:00:4a:0', undefined],
    ['d8:1f:12:00:4a:07 and more', undefined],
    ['', undefined],
  ])('%j', (line, mac) => {
    expect(readMacReply(answer('something', line))).toBe(mac);
  });
});

describe('readVersionReply', () => {
  it.each([
    [['project.version 1.0.3'], '1.0.3'],
    [['project.name x', 'project.version: 2.1.0-rc1'], '2.1.0-rc1'],
    [['No command'], null],
    [['project.version'], undefined],
    [[], undefined],
  ])('%j', (lines, version) => {
    expect(readVersionReply(answer(...lines))).toBe(version);
  });
});

describe('readGeneration', () => {
  it.each([
    [answer('OK: log disabled'), 'new'],
    [answer('No command'), 'old'],
    [answer(), 'old'],
    [{ lines: ['no command'], echoed: false, prompted: false }, 'old'],
    [{ lines: [], echoed: true, prompted: false }, undefined],
    [{ lines: ['x'], echoed: true, prompted: false }, undefined],
  ])('%j', (said, generation) => {
    expect(readGeneration(said)).toBe(generation);
  });
});

describe('readWriteReply', () => {
  it.each([
    ['Authorization write succeeds.', 'written'],
    ['Authorization write to OTP Succeeds.', 'written-otp'],
    ['Authorization write failure.', 'failure'],
    ['Authorization write to OTP failure.', 'failure'],
    ['Use like: auth uuidxxxxxxxxxxxxxxxx keyxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'usage'],
    ['uuid len: 19, not 20', 'length'],
    ['UUID length must be 16 or 20', 'length'],
    ['Authorization wri', undefined],
    ['', undefined],
  ])('%j', (line, said) => {
    expect(readWriteReply(answer(line))).toBe(said);
  });
});

it('takes anything that ends for an answer where its words are not known', () => {
  expect(readAnything(answer())).toBe(true);
  expect(readAnything({ lines: ['ok'], echoed: true, prompted: false })).toBe(true);
  expect(readAnything({ lines: [], echoed: true, prompted: false })).toBeUndefined();
});
