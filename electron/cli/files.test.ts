import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import { systemClock } from '../core/time/clock.js';
import { errorOf } from '../core/pms/testing/fixture.js';
import { passwordOf } from './files.js';

const ASK = { now: 'Password', again: 'Again' };

function at(terminal: boolean) {
  const [stdin, out, err] = [new PassThrough(), new PassThrough(), new PassThrough()];
  Object.assign(stdin, { isTTY: terminal, setRawMode: () => stdin });
  const signal = new AbortController().signal;
  const environment = { env: {}, platform: 'linux', clock: systemClock, stdin, signal, out, err } as const;
  return { stdin, err, environment };
}

test('from a pipe it is one line, and nobody is asked', async () => {
  const { stdin, err, environment } = at(false);
  stdin.end('correct horse\nnot this\n');
  expect(await passwordOf(environment, ASK)).toBe('correct horse');
  expect(err.read()).toBeNull();
  const nobody = at(false);
  nobody.stdin.end();
  expect(await errorOf(passwordOf(nobody.environment, ASK))).toMatchObject({ code: 'USAGE' });
});

/** Types at the terminal what answers each question, once it is asked. */
async function typed(answers: string[], ask: { now: string; again?: string } = ASK) {
  const { stdin, err, environment } = at(true);
  const seen: string[] = [];
  err.on('data', (chunk: Buffer) => {
    seen.push(chunk.toString());
    const answer = chunk.toString().endsWith(': ') ? answers.shift() : undefined;
    if (answer !== undefined) stdin.write(answer);
  });
  const password = await passwordOf(environment, ask).catch((thrown: unknown) => thrown);
  return { password, seen: seen.join('') };
}

test('a person is asked, twice for a new one, and nothing of it is seen', async () => {
  const { password, seen } = await typed(['correct horse\r', 'correct horse\r']);
  expect(password).toBe('correct horse');
  expect(seen).toBe('Password: \nAgain: \n');
  expect((await typed(['once\r'], { now: 'Password' })).password).toBe('once');
});

test('two that differ, none at all, and Ctrl C are no password', async () => {
  expect((await typed(['one\r', 'two\r'])).password).toMatchObject({ code: 'USAGE' });
  expect((await typed(['\r', '\r'])).password).toMatchObject({ code: 'USAGE' });
  expect((await typed(['half a pass\u0003'])).password).toMatchObject({ code: 'CANCELLED' });
});
