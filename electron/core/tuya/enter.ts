import type { EntryVerdict } from '../../../shared/domain/entry.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { EnterOptions, ProductionTest, SeenInstead } from './api.js';
import { COMMAND, commandHex } from './commands.js';
import { watchLog } from './entry-log.js';
import { echoes, noiseAt115200 } from './entry-probe.js';
import { EntryWatch, type Capabilities } from './entry-watch.js';
import { encodeFrame } from './frame.js';
import { ModuleInTest } from './production-test.js';
import { TestLink } from './test-link.js';
import { loss, portDone, waitFor } from './wait-for.js';

/** The module listens at 9600 baud for 500 ms after power-up (authorization §1.1). */
const TEST_BAUD = 9600;
/**
 * Authorization §1.1 asks for a frame every 50 to 100 ms; one takes 7.3 ms on the wire. Not faster: a wiped module
 * queues and answers every one of them once its storage is formatted (authorization §0.1.8).
 */
const INTERVAL_MS = 80;
const DEFAULT_ENTER_MS = 30_000;
const WAITING_EVERY_MS = 1000;
/** Another enter reply may follow the first (authorization §0.1.9): done when the line was quiet for so long. */
const QUIET_MS = 250;
/** A wiped module answers every frame that queued up while it formatted its storage (authorization §0.1.8). */
const QUIET_LIMIT_MS = 3000;

/**
 * Switches the port to 9600 baud and streams enter frames until the module takes one. It must be reset or powered
 * while this runs. Replies count whenever they come: a wiped module formats its storage first (authorization §0.1.8).
 * Where none comes, what came instead is looked into for up to 1.5 s more; the port may then be at another rate.
 * @throws KilnError TEST_NOT_ENTERED {seconds, seen, bytes, verdict: EntryVerdict}, PORT_LOST; the signal's reason
 */
export async function enterProductionTest(
  transport: Transport,
  options: EnterOptions,
): Promise<ProductionTest> {
  const port = { context: options, transport };
  options.signal.throwIfAborted();
  await portDone(port, transport.setBaudRate(TEST_BAUD));
  await portDone(port, transport.discardInput());

  const watch = new EntryWatch();
  let onChunk: () => void = () => undefined;
  let enter: (capabilities: Capabilities) => void = () => undefined;
  const entered = new Promise<Capabilities>((resolve) => {
    enter = resolve;
  });
  const log = await watchLog(options.log, options);
  const unsubscribe = transport.onData((chunk) => {
    const capabilities = watch.push(chunk);
    if (capabilities) enter(capabilities);
    onChunk();
  });
  try {
    const outcome = Promise.race([entered, log.locked, loss(transport)]);
    outcome.catch(() => undefined);
    const capabilities = await stream(transport, options, { watch, outcome });
    const hex = capabilities.map(commandHex).join(' ');
    options.onNote?.({ level: 'info', key: 'test.entered', data: { capabilities: hex } });
    await untilQuiet(options, transport, (listener) => {
      onChunk = listener;
    });
    return new ModuleInTest(new TestLink(transport, options), options, capabilities);
  } finally {
    unsubscribe();
    log.stop();
  }
}

interface Listening {
  readonly watch: EntryWatch;
  readonly outcome: Promise<Capabilities | 'locked'>;
}

async function stream(
  transport: Transport,
  options: EnterOptions,
  { watch, outcome }: Listening,
): Promise<Capabilities> {
  const { clock, enterMs = DEFAULT_ENTER_MS, onWaiting } = options;
  const port = { context: options, transport };
  const frame = encodeFrame(COMMAND.enter);
  const begun = clock.now();
  const deadline = begun + enterMs;
  let nextReport = begun + WAITING_EVERY_MS;
  while (clock.now() < deadline) {
    await portDone(port, transport.write(frame));
    watch.sent();
    const came = await waitFor(options, Math.min(INTERVAL_MS, deadline - clock.now()), outcome);
    if (came === 'locked')
      throw notEntered(watch, {
        seconds: Math.round(clock.now() - begun) / 1000,
        seen: watch.seen,
        verdict: came,
      });
    if (came) return came;
    if (clock.now() >= nextReport) {
      nextReport += WAITING_EVERY_MS;
      onWaiting?.({ deadline, seen: watch.seen });
    }
  }
  throw notEntered(watch, { seconds: enterMs / 1000, ...(await diagnose(port, watch)) });
}

interface Told {
  readonly seen: SeenInstead;
  readonly verdict: EntryVerdict;
}

/** What came instead of the enter reply, and what is to be made of it (authorization §1.5, §0.1.10). */
async function diagnose(
  port: { readonly context: EnterOptions; readonly transport: Transport },
  watch: EntryWatch,
): Promise<Told> {
  const { seen } = watch;
  // Byte for byte the same, so ask the wire itself.
  if (watch.onlyAlike) {
    return (await echoes(port))
      ? { seen: 'echo', verdict: 'echo' }
      : { seen: 'heartbeat', verdict: 'application-running' };
  }
  if (seen === 'nothing') return { seen, verdict: 'nothing' };
  if (seen === 'garbage') return { seen, verdict: await noiseAt115200(port) };
  return { seen, verdict: 'application-running' };
}

function notEntered({ bytes }: EntryWatch, told: Told & { readonly seconds: number }): KilnError {
  return new KilnError('TEST_NOT_ENTERED', { bytes, ...told });
}

/** Lets the rest of what entering brought go by, so that the first command starts on a quiet line. */
async function untilQuiet(
  options: EnterOptions,
  transport: Transport,
  onNextChunk: (listener: () => void) => void,
): Promise<void> {
  const lost = loss(transport);
  const end = options.clock.now() + QUIET_LIMIT_MS;
  let noisy = true;
  while (noisy && options.clock.now() < end) {
    const chunk = new Promise<true>((resolve) => onNextChunk(() => resolve(true)));
    noisy = (await waitFor(options, QUIET_MS, Promise.race([chunk, lost]))) === true;
  }
}
