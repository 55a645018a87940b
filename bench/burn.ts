import type { BurnedImage, BurnedImages, LoaderEvent, ProgramReport } from '../electron/core/beken/api.js';
import { program } from '../electron/core/beken/loader.js';
import { createPortHub } from '../electron/core/serial/port-hub.js';
import { createSerialportBackend } from '../electron/core/serial/serialport-backend.js';
import type { Transport } from '../electron/core/serial/transport.js';
import { createBoard, createVirtualBackend, openPtyBoard } from '../electron/core/simulator/index.js';
import type { Timing } from '../electron/core/simulator/timing.js';
import { systemClock, type Clock } from '../electron/core/time/clock.js';
import { VirtualClock } from '../electron/core/time/testing/virtual-clock.js';

export interface BurnOptions {
  readonly chip: 'BK7231T' | 'BK7231N';
  readonly image: Uint8Array;
  readonly start: number;
  readonly baudRate: number;
  readonly smart?: boolean;
  readonly burned?: BurnedImages;
  /** What the flash holds before. */
  readonly flash?: Uint8Array;
  readonly costs?: Partial<Timing>;
}

/** Milliseconds of one burn. */
export interface Burn {
  /** From the loader's first answer to the end, restart of the board included. */
  readonly total: number;
  /** Of that, from the first byte about the image to its proof: what the limit is about. */
  readonly work: number;
  readonly report: ProgramReport;
  /** The flash afterwards. */
  readonly flash: Uint8Array;
}

/** Images burned before, kept for one run of the benchmark. */
export function burnedImages(): BurnedImages {
  const images: BurnedImage[] = [];
  return { recent: () => images, add: (image) => void images.unshift(image) };
}

interface Stand {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly press: () => void;
  readonly linked: () => number;
}

async function burn(
  options: BurnOptions,
  { clock, transport, press, linked }: Stand,
): Promise<Omit<Burn, 'flash'>> {
  let [begin, end, pressed] = [0, 0, false];
  const onEvent = (event: LoaderEvent): void => {
    if (event.type === 'waiting' && !pressed) {
      pressed = true;
      press();
    }
    if (event.type === 'baud') begin = clock.now();
    if (event.type === 'note' && event.key === 'loader.verified') end = clock.now();
  };
  const { image, start, baudRate, smart = false, burned } = options;
  const place = () => Promise.resolve({ start, image });
  const request = { chip: 'auto', baudRate, place, smart, ...(burned ? { burned } : {}) } as const;
  const report = await program(transport, request, { clock, signal: new AbortController().signal, onEvent });
  return { total: clock.now() - linked(), work: end - begin, report };
}

function boardOf(options: BurnOptions, clock: Clock) {
  const { chip, costs, flash } = options;
  const board = createBoard({
    chip,
    clock,
    timing: 'realistic',
    ...(costs ? { costs } : {}),
    ...(flash ? { flash } : {}),
  });
  let at = 0;
  board.onEvent((event) => {
    if (event.type === 'loader' && event.text === 'linked') at = clock.now();
  });
  return { board, linked: () => at };
}

/** In virtual time: exact, and the same every time. */
export async function burnVirtually(options: BurnOptions): Promise<Burn> {
  const clock = new VirtualClock();
  const { board, linked } = boardOf(options, clock);
  const backend = createVirtualBackend({ clock, boards: [{ path: 'virtual:b', label: 'bench', board }] });
  const transport = await backend.open('virtual:b', { baudRate: 115200 });
  await clock.advance(3000);
  const stand = { clock, transport, linked, press: () => backend.reset('virtual:b') };
  const result = await clock.run(burn(options, stand));
  return { ...result, flash: board.flashImage() };
}

/** Behind a pseudo terminal, through the real serial driver, in real time. */
export async function burnBehindPty(options: BurnOptions): Promise<Burn> {
  const { board, linked } = boardOf(options, systemClock);
  const pty = await openPtyBoard(board);
  const hub = createPortHub({ backends: [createSerialportBackend()], clock: systemClock });
  const lease = await hub.lease(pty.path, 'bench');
  try {
    const transport = await lease.open({ baudRate: 115200 });
    const stand = { clock: systemClock, transport, linked, press: () => board.pressReset() };
    const result = await burn(options, stand);
    return { ...result, flash: board.flashImage() };
  } finally {
    await lease.release();
    await pty.close();
    board.dispose();
  }
}
