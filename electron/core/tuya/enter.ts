import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { Transport } from '../serial/transport.js';
import type { EnterOptions, ProductionTest } from './api.js';
import { COMMAND, commandHex } from './commands.js';
import { EntryWatch, type Capabilities } from './entry-watch.js';
import { encodeFrame } from './frame.js';
import { ModuleInTest } from './production-test.js';
import { TestLink } from './test-link.js';
import { loss, portDone, waitFor } from './wait-for.js';

/** The module listens at 9600 baud for 500 ms after power-up (authorization §1.1). */
const TEST_BAUD = 9600;
/** Authorization §1.1 asks for a frame every 50 to 100 ms; one takes 7.3 ms on the wire. */
const INTERVAL_MS = 60;
const DEFAULT_ENTER_MS = 30_000;
const WAITING_EVERY_MS = 1000;
/** Another enter reply may follow the first (authorization §0.1.9): done when the line was quiet for so long. */
const QUIET_MS = 250;
/** A wiped module answers every frame that queued up while it formatted its storage (authorization §0.1.8). */
const QUIET_LIMIT_MS = 3000;

/**
 * Switches the port to 9600 baud and streams enter frames until the module takes one. It must be reset or powered
 * while this runs. Replies count whenever they come: a wiped module formats its storage first (authorization §0.1.8).
 * @throws KilnError TEST_NOT_ENTERED {seconds, seen, bytes}, PORT_LOST; the signal's reason
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
  const unsubscribe = transport.onData((chunk) => {
    const capabilities = watch.push(chunk);
    if (capabilities) enter(capabilities);
    onChunk();
  });
  try {
    const outcome = Promise.race([entered, loss(transport)]);
    outcome.catch(() => undefined);
    const capabilities = await stream(transport, options, { watch, entered: outcome });
    const hex = capabilities.map(commandHex).join(' ');
    options.onNote?.({ level: 'info', key: 'test.entered', data: { capabilities: hex } });
    await untilQuiet(options, transport, (listener) => {
      onChunk = listener;
    });
    return new ModuleInTest(new TestLink(transport, options), options, capabilities);
  } finally {
    unsubscribe();
  }
}

interface Listening {
  readonly watch: EntryWatch;
  readonly entered: Promise<Capabilities>;
}

async function stream(
  transport: Transport,
  options: EnterOptions,
  { watch, entered }: Listening,
): Promise<Capabilities> {
  const { clock, enterMs = DEFAULT_ENTER_MS, onWaiting } = options;
  const port = { context: options, transport };
  const frame = encodeFrame(COMMAND.enter);
  const deadline = clock.now() + enterMs;
  let nextReport = clock.now() + WAITING_EVERY_MS;
  while (clock.now() < deadline) {
    await portDone(port, transport.write(frame));
    watch.sent();
    const capabilities = await waitFor(options, Math.min(INTERVAL_MS, deadline - clock.now()), entered);
    if (capabilities) return capabilities;
    if (clock.now() >= nextReport) {
      nextReport += WAITING_EVERY_MS;
      onWaiting?.({ deadline, seen: watch.seen });
    }
  }
  throw new KilnError('TEST_NOT_ENTERED', { seconds: enterMs / 1000, seen: watch.seen, bytes: watch.bytes });
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
