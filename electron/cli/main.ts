import { CommanderError } from 'commander';

import { toCodedError } from '../../shared/errors/kiln-error.js';
import type { CommonOptions, Environment } from './environment.js';
import { exitCodeOf } from './exit-codes.js';
import { createProgram } from './program.js';
import { outputOf } from './session.js';

const USAGE = 2;

/** What an error needs to know of a command line that may not have been understood. */
function outputOptions(args: readonly string[]): CommonOptions {
  const lang = args[args.indexOf('--lang') + 1];
  return {
    json: args.includes('--json'),
    ...(args.includes('--lang') && lang !== undefined ? { lang } : {}),
  };
}

/** Runs one command line (without program name). @returns the exit code; never throws. */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  let code = 0;
  try {
    const program = createProgram(
      environment,
      (value) => {
        code = value;
      },
      args.includes('--json'),
    );
    // Sub-commands are made by commander itself and do not take this over from their parent.
    for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      command.exitOverride();
    }
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    const output = outputOf(outputOptions(args), environment);
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return 0;
      // Without --json commander has said it already.
      if (output.json) output.error({ code: 'USAGE', data: { detail: thrown.message } });
      return USAGE;
    }
    const error = toCodedError(thrown);
    output.error(error);
    return exitCodeOf(error.code);
  }
}
