import type { EntryVerdict } from '../../../shared/domain/entry.js';
import type { Transport } from '../serial/transport.js';
import type { TestContext } from './api.js';
import { FrameDecoder } from './frame.js';
import { loss, portDone, waitFor } from './wait-for.js';

/** Most boards that speak at another rate than the production test speak at this one (authorization §1.5). */
const TEXT_BAUD = 115200;
/** The application's own heartbeat comes once a second (authorization §1.5). */
const TEXT_MS = 1500;
const ECHO_MS = 150;
/** No frame and no command of anything on the line: whoever sends it back is a wire. */
const ECHO = Buffer.of(0xa5, 0x5a, 0x96);
const ENTER_KEY = Uint8Array.of(0x0d, 0x0a);
const NOISE_MIN = 4;
const TEXT_SHARE = 0.9;
/** Longer frames are not sent unasked. */
const FRAME_MAX = 64;

interface Port {
  readonly context: TestContext;
  readonly transport: Transport;
}

/** Collects what arrives, for `ms` or until `enough`. */
async function listen(
  { context, transport }: Port,
  ms: number,
  enough: (bytes: Buffer) => boolean,
): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  let unsubscribe: () => void = () => undefined;
  const full = new Promise<void>((resolve) => {
    unsubscribe = transport.onData((chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (enough(bytes)) resolve();
    });
  });
  try {
    await waitFor(context, ms, Promise.race([full, loss(transport)]));
    return bytes;
  } finally {
    unsubscribe();
  }
}

/** True where a wire sends our bytes back: then they are not a heartbeat, which looks the same (authorization §1.5). */
export async function echoes(port: Port): Promise<boolean> {
  const has = (bytes: Buffer): boolean => bytes.includes(ECHO);
  const heard = listen(port, ECHO_MS, has);
  heard.catch(() => undefined);
  await portDone(port, port.transport.write(ECHO));
  return has(await heard);
}

/** What noise at 9600 baud is at 115200; leaves the port at that rate. */
export async function noiseAt115200(port: Port): Promise<EntryVerdict> {
  const { transport } = port;
  await portDone(port, transport.setBaudRate(TEXT_BAUD));
  await portDone(port, transport.discardInput());
  const heard = listen(port, TEXT_MS, (bytes) => judgeText(bytes) === 'tuya-open');
  heard.catch(() => undefined);
  // A command line shows its prompt; nothing else minds an empty line.
  await portDone(port, transport.write(ENTER_KEY));
  return judgeText(await heard);
}

/** What was heard at 115200 after noise at 9600. */
export function judgeText(bytes: Uint8Array): EntryVerdict {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.includes('tuya>')) return 'tuya-open';
  if (new FrameDecoder(FRAME_MAX).push(bytes).length > 0) return 'application-running';
  if (bytes.length < NOISE_MIN) return 'boot-text';
  const readable = bytes.filter((byte) => (byte >= 0x20 && byte < 0x7f) || [9, 10, 13, 27].includes(byte));
  return readable.length >= bytes.length * TEXT_SHARE ? 'log-text' : 'wrong-rate';
}
