/** A remark for the person at the console. On stderr, so that JSON lines on stdout stay clean. */
export function say(line) {
  process.stderr.write(`kiln: ${line}\n`);
}

/** An end that needs no stack trace: the message says it all. */
export class Stop extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Stop';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's body; a Stop ends the process with its message and exit code, anything else is a bug and shows
 * its stack.
 * @param {() => Promise<number | void>} body returns the exit code, or nothing for 0
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}
