import { CommanderError } from 'commander';

import { toCodedError } from '../../shared/errors/kiln-error.js';
import type { Environment } from './environment.js';
import { exitCodeOf } from './exit-codes.js';
import { createProgram } from './program.js';
import { outputOf } from './session.js';

const USAGE = 2;

/** Runs one command line (without program name). @returns the exit code; never throws. */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  let code = 0;
  try {
    const program = createProgram(environment, (value) => {
      code = value;
    });
    // Sub-commands are made by commander itself and do not take this over from their parent.
    for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      command.exitOverride();
    }
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : USAGE;
    const error = environment.signal.aborted
      ? { code: 'CANCELLED' as const, data: {} }
      : toCodedError(thrown);
    outputOf({ json: args.includes('--json') }, environment).error(error);
    return exitCodeOf(error.code);
  }
}
