import { PassThrough } from 'node:stream';

import { systemClock } from '../../core/time/clock.js';
import { runCommandLine } from '../main.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of Kiln in this process, on an empty environment. @param typed - what comes on standard input */
export async function runCommand(args: readonly string[], typed = ''): Promise<Ran> {
  const [out, err, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(typed);
  const code = await runCommandLine([...args], {
    env: {},
    platform: 'linux',
    clock: systemClock,
    stdin,
    signal: new AbortController().signal,
    out,
    err,
  });
  out.end();
  err.end();
  const textOf = async (stream: PassThrough) => String(Buffer.concat(await stream.toArray()));
  return { code, out: await textOf(out), err: await textOf(err) };
}
