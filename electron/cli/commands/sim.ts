import { createInterface } from 'node:readline';
import { writeFile } from 'node:fs/promises';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { AutoOperator, createBoard, logPort, openPtyBoard } from '../../core/simulator/index.js';
import type { SimulatedBoard } from '../../core/simulator/api.js';
import type { Environment } from '../environment.js';
import type { Output } from '../output.js';
import { outputOf } from '../session.js';
import { simBoardOptions, type SimOptions } from './sim-options.js';

export type { SimOptions } from './sim-options.js';

/** How long the built-in operator lets the host poll before pressing reset. */
const PATIENCE_MS = 600;

/** A hand on the board, by a line of text: reset, power off, power on, quit. */
function obey(line: string, board: SimulatedBoard, quit: () => void): boolean {
  switch (line.trim().toLowerCase()) {
    case 'r':
    case 'reset':
      board.pressReset();
      return true;
    case 'off':
    case 'power off':
      board.power(false);
      return true;
    case 'on':
    case 'power on':
      board.power(true);
      return true;
    case 'q':
    case 'quit':
      quit();
      return true;
    case '':
      return true;
    default:
      return false;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function speak(board: SimulatedBoard, output: Output): void {
  board.onEvent((event) => {
    const { type, ...rest } = event;
    output.note({ event: type, ...rest }, `[${type}] ${Object.values(rest).join(' ')}`);
  });
}

/** The flash holds a license: for its owner only. @throws KilnError FILE_UNREADABLE */
async function dump({ dumpOnExit: path }: SimOptions, board: SimulatedBoard): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, board.flashImage(), { mode: 0o600 });
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause: thrown });
  }
}

/** `kiln sim`: one simulated board behind a pseudo terminal, until Ctrl+C, SIGTERM or `quit`. */
export async function simCommand(options: SimOptions, environment: Environment): Promise<number> {
  const output = outputOf(options, environment);
  const board = createBoard(await simBoardOptions(options, environment));
  // Written now already, so that a path that cannot be written is known before the work and not after it.
  await dump(options, board);
  const port = await openPtyBoard(board, options.link === undefined ? {} : { link: options.link });
  const log =
    options.logLink === undefined ? null : await openPtyBoard(logPort(board), { link: options.logLink });
  const operator = options.autoReset
    ? new AutoOperator(board, { clock: environment.clock, patienceMs: PATIENCE_MS })
    : null;
  const quit = new AbortController();
  const input = createInterface({ input: environment.stdin });
  try {
    speak(board, output);
    output.result(
      {
        event: 'ready',
        chip: board.chip,
        mac: board.mac,
        port: port.path,
        link: options.link ?? null,
        log: log?.path ?? null,
      },
      [`${board.chip} ${board.mac} on ${options.link ?? port.path}`],
    );
    input.on('line', (line) => {
      if (!obey(line, board, () => quit.abort()))
        output.note({ event: 'unknown', line }, 'reset | off | on | quit');
    });
    await Promise.race([untilAborted(environment.signal), untilAborted(quit.signal)]);
  } finally {
    input.close();
    operator?.dispose();
    await log?.close();
    await port.close();
    board.dispose();
    if (options.dumpOnExit !== undefined) {
      await dump(options, board);
      output.note(
        { event: 'dumped', path: options.dumpOnExit },
        output.say('cli.sampleMade', { path: options.dumpOnExit }),
      );
    }
  }
  return 0;
}
