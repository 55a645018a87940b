import type { EntryVerdict } from '../../../../shared/domain/entry.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { Transport } from '../../serial/transport.js';
import { sleep } from '../../time/wait.js';
import type { SeenInstead } from '../api.js';
import { judgeText } from '../entry-probe.js';
import { loss, portDone, waitFor } from '../wait-for.js';
import type { OpenCli, OpenCliOptions } from './api.js';
import { CliLink, Ear, untilQuiet } from './cli-link.js';
import { OpenBoard } from './open-board.js';
import { readGeneration } from './replies.js';

/** Authorization §2. */
const BAUD = 115200;
const AFTER_RESET_MS = 3000;
const BOOT_QUIET_MS = 800;
const BOOT_LIMIT_MS = 5000;
/** The page names no length of the pulse: as of a finger on the button. */
const PULSE_MS = 250;
const PROMPT_MS = 6000;
const PROMPT_TRY_MS = 1000;

/** What there was instead of a prompt, in the words of `seen`. */
const SEEN: Readonly<Partial<Record<EntryVerdict, SeenInstead | 'boot-log'>>> = {
  'log-text': 'boot-log',
  'application-running': 'heartbeat',
  'wrong-rate': 'garbage',
};

/**
 * Finds the command line of TuyaOpen firmware: boot drained, prompt seen, log switched off.
 * @throws KilnError OPEN_CLI_NOT_FOUND {seconds, seen, bytes}, OPEN_CLI_NO_REPLY, PORT_LOST; the signal's reason
 */
export async function openTuyaCli(transport: Transport, options: OpenCliOptions): Promise<OpenCli> {
  const { signal, onNote } = options;
  const port = { context: options, transport };
  signal.throwIfAborted();
  await portDone(port, transport.setBaudRate(BAUD));
  if (options.reset) {
    await pulse(transport, options);
    await waitFor(options, AFTER_RESET_MS, loss(transport));
  }
  await untilQuiet(transport, options, { quietMs: BOOT_QUIET_MS, limitMs: BOOT_LIMIT_MS });
  await findPrompt(transport, options);
  const link = new CliLink(transport, options);
  const generation = await link.ask({ line: 'sys_log_enable off', read: readGeneration });
  onNote?.({ level: 'info', key: 'open.prompt', data: { generation } });
  return new OpenBoard(link, options, generation);
}

/** RTS low and high; adapters without it say so, and the board then runs on. */
async function pulse(transport: Transport, options: OpenCliOptions): Promise<void> {
  const port = { context: options, transport };
  const set = (rts: boolean): Promise<void> =>
    portDone(
      port,
      transport.setLines({ rts }).then(() => undefined),
    );
  await set(true);
  try {
    await sleep(options.clock, PULSE_MS, options.signal);
  } finally {
    // A board must not be left held in reset, whoever stops us.
    await set(false);
  }
}

/** An empty line brings the prompt. */
async function findPrompt(transport: Transport, options: OpenCliOptions): Promise<void> {
  const { clock, promptMs = PROMPT_MS } = options;
  const lost = loss(transport);
  const ear = new Ear(transport);
  const end = clock.now() + promptMs;
  try {
    while (clock.now() < end) {
      await portDone({ context: options, transport }, transport.write(Buffer.from('\r\n')));
      const until = Math.min(end, clock.now() + PROMPT_TRY_MS);
      while (clock.now() < until) {
        if (ear.text.includes('tuya>')) return;
        await waitFor(options, until - clock.now(), Promise.race([ear.stirred(), lost]));
      }
    }
  } finally {
    ear.stop();
  }
  throw new KilnError('OPEN_CLI_NOT_FOUND', {
    seconds: promptMs / 1000,
    seen: seenIn(ear.text),
    bytes: ear.bytes,
  });
}

function seenIn(text: string): string {
  if (text !== '' && /^[\r\n]+$/.test(text)) return 'echo';
  return SEEN[judgeText(Buffer.from(text, 'latin1'))] ?? 'nothing';
}
