import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

import { KilnError } from '../../shared/errors/kiln-error.js';
import type { Environment } from './environment.js';

type Terminal = Environment['stdin'] & { readonly isTTY?: boolean };

/** Takes what a terminal would show of what is typed, and shows none of it. */
const unseen = (): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => done(),
  });

const lineOf = (lines: Interface): Promise<string | null> =>
  new Promise((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(null));
    // A terminal that is read unseen gives Ctrl C as a key.
    lines.once('SIGINT', () => reject(new KilnError('CANCELLED')));
  });

const none = (): KilnError =>
  new KilnError('USAGE', { detail: 'the password is read from standard input, one line' });

/** Asks at a terminal, once for each question; nothing of what is typed is seen. */
async function askedOf({ stdin, err }: Environment, questions: readonly string[]): Promise<string[]> {
  const lines = createInterface({ input: stdin, output: unseen(), terminal: true });
  try {
    const answers: string[] = [];
    for (const question of questions) {
      const typed = lineOf(lines);
      err.write(`${question}: `);
      const answer = await typed;
      err.write('\n');
      if (answer === null) throw none();
      answers.push(answer);
    }
    return answers;
  } finally {
    lines.close();
  }
}

/**
 * Never an argument: those are seen by everybody on the machine. From a pipe it is one line; a person at a terminal is
 * asked, and asked again for one that is new.
 * @throws KilnError USAGE; CANCELLED by Ctrl C
 */
export async function passwordOf(
  environment: Environment,
  ask: { readonly now: string; readonly again?: string },
): Promise<string> {
  const stdin: Terminal = environment.stdin;
  if (stdin.isTTY === true) {
    const questions = [ask.now, ...(ask.again === undefined ? [] : [ask.again])];
    const [password = '', again = password] = await askedOf(environment, questions);
    if (password === '') throw none();
    if (again !== password) throw new KilnError('USAGE', { detail: 'the two passwords differ' });
    return password;
  }
  const lines = createInterface({ input: stdin, terminal: false });
  for await (const line of lines) return line;
  throw none();
}
