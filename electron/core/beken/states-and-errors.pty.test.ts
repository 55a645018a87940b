import { afterEach, describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../../shared/errors/codes.js';
import { createPortHub } from '../serial/port-hub.js';
import { createSerialportBackend } from '../serial/serialport-backend.js';
import { TH25Q16HB } from '../simulator/flash/part.js';
import { createBoard, openPtyBoard, type Board, type CreateBoardOptions } from '../simulator/index.js';
import { systemClock as clock } from '../time/clock.js';
import type { LoaderEvent, ProgramReport, ProgramRequest } from './api.js';
import { program } from './loader.js';

/** The states and errors of protocol §13.1 through the real serial driver, in real time; each fault in the board itself. */
const APP = 0x11000;
const IMAGE = Uint8Array.from({ length: 0x3456 }, (_, index) => (index * 11) & 255);
const CLASSES = ['BK7231T', 'BK7231N'] as const;
type Class = (typeof CLASSES)[number];

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Run {
  readonly board: Board;
  readonly stages: string[];
  readonly work: Promise<ProgramReport>;
}

async function run(
  options: Omit<CreateBoardOptions, 'clock'>,
  request: Partial<ProgramRequest>,
): Promise<Run> {
  const board = createBoard({ clock, ...options });
  const pty = await openPtyBoard(board);
  const hub = createPortHub({ backends: [createSerialportBackend()], clock });
  const lease = await hub.lease(pty.path, 'story');
  open.push(async () => {
    await lease.release();
    await pty.close();
    board.dispose();
  });
  const transport = await lease.open({ baudRate: 115200 });
  const stages: string[] = [];
  const onEvent = (event: LoaderEvent): void => {
    if (event.type === 'stage') stages.push(event.stage);
    // A pty has no modem lines (protocol §18): somebody presses.
    if (event.type === 'waiting' && options.resetWired !== false) board.pressReset();
  };
  const place = () => Promise.resolve({ start: APP, image: IMAGE });
  const full = { chip: 'auto', baudRate: 921600, place, ...request } as const;
  const work = program(transport, full, { clock, signal: new AbortController().signal, onEvent });
  work.catch(() => undefined);
  return { board, stages, work };
}

interface Failure {
  readonly error: string;
  readonly only?: Class;
  readonly board?: Omit<CreateBoardOptions, 'clock' | 'chip'>;
  readonly request?: Partial<ProgramRequest>;
  readonly code: ErrorCode;
  readonly during: string;
}

const FAILURES: readonly Failure[] = [
  {
    error: 'E-BUS',
    board: { resetWired: false },
    request: { captureMs: 300 },
    code: 'BUS_NOT_CAPTURED',
    during: 'capture',
  },
  {
    error: 'E-CHIP',
    only: 'BK7231N',
    request: { chip: 'BK7231T' },
    code: 'CHIP_MISMATCH',
    during: 'identify',
  },
  {
    error: 'E-CHIP',
    only: 'BK7231T',
    request: { chip: 'BK7231N' },
    code: 'CHIP_MISMATCH',
    during: 'identify',
  },
  {
    error: 'E-MID',
    only: 'BK7231N',
    board: { part: { ...TH25Q16HB, jedec: [0xff, 0xff, 0xff] } },
    code: 'FLASH_NO_ANSWER',
    during: 'identify',
  },
  {
    error: 'E-UNPROT',
    only: 'BK7231N',
    board: { statusLocked: true },
    code: 'FLASH_UNPROTECT',
    during: 'unprotect',
  },
  { error: 'E-CRC', only: 'BK7231T', board: { statusLocked: true }, code: 'FLASH_VERIFY', during: 'verify' },
  {
    error: 'E-FILE',
    request: { place: () => Promise.resolve({ start: 0x1ff000, image: IMAGE }) },
    code: 'FLASH_TOO_SMALL',
    during: 'baud',
  },
];

describe.runIf(process.platform === 'linux')('behind a pseudo terminal', () => {
  it.each(CLASSES)('%s goes through every state', async (chip) => {
    const { board, stages, work } = await run({ chip }, { chip });
    await expect(work).resolves.toMatchObject({ baudRate: 921600, bytes: 0x4000 });
    const protect = chip === 'BK7231N' ? ['protect'] : [];
    const wanted = [
      'capture',
      'identify',
      'baud',
      'unprotect',
      'erase',
      'program',
      'verify',
      ...protect,
      'reboot',
    ];
    expect(stages).toEqual(wanted);
    expect(Buffer.from(board.flashImage().subarray(APP, APP + IMAGE.length)).equals(IMAGE)).toBe(true);
  });

  const rows = FAILURES.flatMap((failure) =>
    (failure.only ? [failure.only] : CLASSES).map((chip) => ({ chip, ...failure })),
  );
  it.each(rows)('$error, $chip -> $code', async ({ chip, board = {}, request = {}, code, during }) => {
    const story = await run({ chip, ...board }, request);
    const before = story.board.flashImage();
    await expect(story.work).rejects.toMatchObject({ code });
    expect(story.stages.at(-1)).toBe(during);
    expect(Buffer.compare(story.board.flashImage(), before)).toBe(0);
  });

  it('E-PORT: a port that is not there, and one that somebody has', async () => {
    const hub = createPortHub({ backends: [createSerialportBackend()], clock });
    const gone = await hub.lease('/dev/kiln-no-such-port', 'story');
    await expect(gone.open({ baudRate: 115200 })).rejects.toMatchObject({ code: 'PORT_NOT_FOUND' });
    await gone.release();
    const board = createBoard({ clock, chip: 'BK7231T' });
    const pty = await openPtyBoard(board);
    const lease = await hub.lease(pty.path, 'story');
    await expect(hub.lease(pty.path, 'another')).rejects.toMatchObject({ code: 'PORT_BUSY' });
    await lease.release();
    await pty.close();
    board.dispose();
  });
});
