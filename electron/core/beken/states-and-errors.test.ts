import { describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../../shared/errors/codes.js';
import { TH25Q16HB } from '../simulator/flash/part.js';
import type { ProgramRequest } from './api.js';
import { Bench, type BenchOptions } from './testing/bench.js';
import { commandOf, everyFourth, losing, spoiling } from './testing/line-faults.js';

/**
 * Every state and every error of protocol §13.1, on a simulated board of each class. The port's own errors (E-PORT)
 * come from the serial room; here and in states-and-errors.pty.test.ts it is seen that they come through.
 */
const APP = 0x11000;
const IMAGE = Uint8Array.from({ length: 0x22345 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const CLASSES = ['BK7231T', 'BK7231N'] as const;
type Class = (typeof CLASSES)[number];

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe.each(CLASSES)('the states of a run, %s', (chip) => {
  it('come in order, each with the commands of the page', async () => {
    const sent: string[] = [];
    const bench = new Bench({
      chip,
      resetWired: true,
      statusRegister: 0x407c,
      faults: {
        toBoard: (bytes) => {
          const { short, long } = commandOf(bytes);
          const code = short ?? long;
          const name = code === undefined ? '' : `${short === undefined ? 'op' : ''}${code.toString(16)}`;
          if (name !== '' && sent.at(-1) !== name) sent.push(name);
          return bytes;
        },
      },
    });
    bench.onEvent = (event) => {
      if (event.type === 'stage') sent.push(`#${event.stage}`);
    };
    await bench.program(IMAGE, APP);
    const states = sent
      .join(' ')
      .split('#')
      .slice(1)
      .map((line) => line.trim());
    expect(states).toEqual(
      chip === 'BK7231T'
        ? [
            // 1 GET_BUS and 2 SETTLE: restart frame, link checks
            'capture fe 0',
            // 3 IDENTIFY: register, version
            'identify 3 11',
            // 4 SET_BAUD and its proof
            'baud f 0',
            // 5 LINK
            'unprotect 0',
            // 7 ERASE right behind a link check
            'erase 0 opf',
            // 8 WRITE
            'program op7',
            // 9 VERIFY by one CRC
            'verify 10',
            // 11 REBOOT
            'reboot e',
          ]
        : [
            'capture fe 0',
            // and the flash id
            'identify 3 ope',
            'baud f 0',
            // 5 UNPROTECT: status registers read, written, read
            'unprotect opc opd opc',
            // 7 and 7b ERASE_CHECK
            'erase 0 opf 10',
            'program op7',
            'verify 10',
            // 10 PROTECT
            'protect opc opd opc',
            'reboot e',
          ],
    );
  });

  it('relink leads back to the sector, first at the working rate', async () => {
    let writes = 0;
    const bench = new Bench({
      chip,
      resetWired: true,
      faults: {
        toBoard: (bytes) => {
          if (commandOf(bytes).long === 0x07) writes += 1;
          return writes === 5 && commandOf(bytes).long === 0x07 ? bytes.subarray(0, 900) : bytes;
        },
      },
    });
    await expect(bench.program(IMAGE, APP)).resolves.toMatchObject({ baudRate: 921600 });
    expect(bench.notes).toContain('loader.retry');
    expect(same(bench.board.flashImage().subarray(APP, APP + IMAGE.length), IMAGE)).toBe(true);
  });
});

interface Failure {
  /** Name on the page. */
  readonly error: string;
  readonly what: string;
  readonly only?: Class;
  readonly board?: Partial<BenchOptions>;
  readonly request?: Partial<ProgramRequest>;
  /** What else happens, once the bench stands. */
  readonly hand?: (bench: Bench) => void;
  readonly code: ErrorCode;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The stage in which the run ends. */
  readonly during: string;
  /** Whether the flash may have changed by then. @default false */
  readonly changes?: boolean;
}

const placing = (start: number, image: Uint8Array): Partial<ProgramRequest> => ({
  place: () => Promise.resolve({ start, image }),
});
/** Nothing is heard above first contact, in either direction. */
const slowLine: BenchOptions['faults'] = {
  toBoard: (bytes, rate) => (rate === 115200 ? bytes : null),
  fromBoard: (bytes, rate) => (rate === 115200 ? bytes : null),
};

const FAILURES: readonly Failure[] = [
  {
    error: 'E-PORT',
    what: 'the adapter is pulled out',
    hand: (bench) => {
      bench.onEvent = (event) =>
        event.type === 'stage' && event.stage === 'program' && bench.transport.unplug();
    },
    code: 'PORT_LOST',
    during: 'program',
    changes: true,
  },
  {
    error: 'E-BUS',
    what: 'nobody resets the board',
    board: { resetWired: false },
    request: { captureMs: 12_000 },
    code: 'BUS_NOT_CAPTURED',
    data: { seconds: 12, seen: 'nothing' },
    during: 'capture',
  },
  {
    error: 'E-BUS',
    what: 'the board falls silent before it confirms, again and again',
    board: { faults: everyFourth(0x00) },
    request: { captureMs: 12_000 },
    code: 'BUS_NOT_CAPTURED',
    during: 'capture',
  },
  {
    error: 'E-CHIP',
    what: 'a class N chip where class T was chosen',
    only: 'BK7231N',
    request: { chip: 'BK7231T' },
    code: 'CHIP_MISMATCH',
    data: { chosen: 'BK7231T' },
    during: 'identify',
  },
  {
    error: 'E-CHIP',
    what: 'a class T chip where class N was chosen',
    only: 'BK7231T',
    request: { chip: 'BK7231N' },
    code: 'CHIP_MISMATCH',
    data: { chosen: 'BK7231N' },
    during: 'identify',
  },
  {
    error: 'E-CHIP',
    what: 'neither id, nor version, nor checksum',
    board: {
      faults: { toBoard: (bytes) => ([3, 0x11, 0x10].includes(commandOf(bytes).short ?? -1) ? null : bytes) },
    },
    code: 'CHIP_UNKNOWN',
    during: 'identify',
  },
  {
    error: 'E-BAUD',
    what: 'the board never comes back from a rate',
    board: { faults: slowLine, resetWired: false },
    request: { captureMs: 12_000 },
    hand: (bench) => bench.clock.schedule(1000, () => bench.board.pressReset()),
    code: 'BAUD_RATE_FAILED',
    data: { tried: '921600' },
    during: 'capture',
  },
  {
    error: 'E-MID',
    what: 'the flash id reads all zeros',
    only: 'BK7231N',
    board: { part: { ...TH25Q16HB, jedec: [0, 0, 0] } },
    code: 'FLASH_NO_ANSWER',
    data: { id: '00 00 00' },
    during: 'identify',
  },
  {
    error: 'E-MID',
    what: 'class T has no id to read: its checksum is that of blank flash',
    only: 'BK7231T',
    board: {
      bootVersion: null,
      faults: {
        fromBoard: (bytes) =>
          bytes[6] === 0x10 && bytes[1] === 0x0e
            ? Uint8Array.of(...bytes.subarray(0, 7), 0xde, 0x57, 0x57, 0x01)
            : bytes,
      },
    },
    code: 'FLASH_BLANK',
    during: 'identify',
  },
  {
    error: 'E-UNPROT',
    what: 'the status register takes no writes',
    only: 'BK7231N',
    board: { statusLocked: true, statusRegister: 0x001c },
    code: 'FLASH_UNPROTECT',
    data: { before: '0x001C', after: '0x001C', flashId: 'EB 60 15' },
    during: 'unprotect',
  },
  {
    error: 'E-UNPROT',
    what: 'class T cannot tell: the checksum does (protocol §0.9)',
    only: 'BK7231T',
    board: { statusLocked: true, statusRegister: 0x007c },
    code: 'FLASH_VERIFY',
    data: { address: '0x011000' },
    during: 'verify',
  },
  {
    error: 'E-FILE',
    what: 'an empty image',
    request: placing(APP, new Uint8Array(0)),
    code: 'FIRMWARE_EMPTY',
    during: 'baud',
  },
  {
    error: 'E-FILE',
    what: 'a start between sectors',
    request: placing(APP + 0x800, IMAGE),
    code: 'RANGE_UNALIGNED',
    during: 'baud',
  },
  {
    error: 'E-FILE',
    what: 'an image past the end of the flash',
    request: placing(0x1f0000, IMAGE),
    code: 'FLASH_TOO_SMALL',
    during: 'baud',
  },
  {
    error: 'E-FILE',
    what: 'an image over calibration and MAC',
    request: placing(0x1cf000, IMAGE),
    code: 'FLASH_RANGE_PROTECTED',
    data: { region: 'rf' },
    during: 'baud',
  },
  {
    error: 'E-FILE',
    what: 'an image over the bootloader of class T, whatever the reason',
    only: 'BK7231T',
    request: { ...placing(0x10000, IMAGE), override: 'I know what I do' },
    code: 'FLASH_RANGE_PROTECTED',
    data: { region: 'bootloader' },
    during: 'baud',
  },
  {
    error: 'E-ERASE',
    what: 'no erase is answered, link checks are',
    board: { faults: losing({ long: 0x0f }) },
    code: 'FLASH_ERASE',
    data: { address: '0x011000', status: '-' },
    during: 'erase',
  },
  {
    error: 'E-WRITE',
    what: 'no write is answered, link checks are',
    board: { faults: losing({ long: 0x07 }) },
    code: 'FLASH_WRITE',
    data: { address: '0x011000', tries: 3 },
    during: 'program',
    changes: true,
  },
  {
    error: 'E-CRC',
    what: 'one sector never holds what was sent',
    only: 'BK7231T',
    board: { faults: spoiling(0x14000) },
    code: 'FLASH_VERIFY',
    data: { address: '0x014000', sectors: '0x014000', count: 1, hint: 'supply' },
    during: 'verify',
    changes: true,
  },
  {
    error: 'E-CRC',
    what: 'one sector never holds what was sent, on a flash of which a weak batch is known',
    only: 'BK7231N',
    board: { faults: spoiling(0x14000) },
    code: 'FLASH_VERIFY',
    data: { address: '0x014000', sectors: '0x014000', count: 1, hint: 'weak-flash' },
    during: 'verify',
    changes: true,
  },
  {
    error: 'E-CRC',
    what: 'the checksum is never told, link checks are answered',
    only: 'BK7231T',
    board: { faults: losing({ short: 0x10 }) },
    code: 'CRC_NO_ANSWER',
    during: 'verify',
    changes: true,
  },
  {
    error: 'lost link',
    what: 'the power goes and does not come back',
    request: { captureMs: 12_000 },
    hand: (bench) => {
      bench.onEvent = (event) =>
        event.type === 'stage' && event.stage === 'program' && bench.board.power(false);
    },
    code: 'LINK_LOST',
    data: { during: 'program' },
    during: 'capture',
    changes: true,
  },
];

const rows = FAILURES.flatMap((failure) =>
  (failure.only ? [failure.only] : CLASSES).map((chip) => ({ chip, ...failure })),
);

describe('the errors of a run', () => {
  it.each(rows)('$error, $chip: $what -> $code', async (row) => {
    const { chip, board = {}, request = {}, hand, code, data = {}, during, changes = false } = row;
    const bench = new Bench({ chip, resetWired: true, ...board });
    const before = bench.board.flashImage();
    hand?.(bench);
    const placed = { place: () => Promise.resolve({ start: APP, image: IMAGE }), ...request };
    await expect(bench.program(IMAGE, APP, placed)).rejects.toMatchObject({ code, data });
    expect(bench.stages.at(-1)).toBe(during);
    const after = bench.board.flashImage();
    if (!changes) expect(same(after, before)).toBe(true);
    // Whatever failed, it failed inside the range.
    expect(same(after.subarray(0, APP), before.subarray(0, APP))).toBe(true);
    expect(same(after.subarray(0x34000), before.subarray(0x34000))).toBe(true);
  });

  it('are all that the page names, on both classes', () => {
    const page = ['PORT', 'BUS', 'CHIP', 'BAUD', 'MID', 'UNPROT', 'FILE', 'ERASE', 'WRITE', 'CRC'];
    for (const chip of CLASSES) {
      const told = new Set(rows.filter((row) => row.chip === chip).map(({ error }) => error));
      expect(page.filter((name) => !told.has(`E-${name}`))).toEqual([]);
    }
  });
});
