import { describe, expect, it } from 'vitest';

import type { WriterSnapshot } from '../../../shared/contract/writer.js';
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors/codes.js';
import { serialPort } from '../../dev/samples.js';
import {
  BOARD,
  UA_FILE,
  UG_FILE,
  passedJob,
  waitingJob,
  workingJob,
  writerOf,
} from '../../dev/writer-samples.js';
import { estimateOf, overallPercent, secondsLeft } from './estimate.js';
import { parseHex, shortHex } from './hex.js';
import { commandOf, type KeyPress } from './key-commands.js';
import { chipOf, fileExtent, flashBytesOf, hindranceOf, lookOf, type Scene } from './model.js';
import { remedyOf } from './remedy.js';
import { EMPTY_COPY } from '../../components/sync.js';
import { nextSync, type Sync } from './sync.js';

function scene(change: Partial<WriterSnapshot> = {}, more: Partial<Scene> = {}): Scene {
  const writer = writerOf(change);
  return {
    writer,
    ports: [serialPort(5)],
    range: writer.settings.range,
    override: '',
    refusal: null,
    ...more,
  };
}
const settings = (change: Partial<WriterSnapshot['settings']>) => ({ ...writerOf().settings, ...change });
const typed = (start: number, length: number, more: Partial<WriterSnapshot['settings']> = {}) =>
  settings({ range: { start, length }, rangeFrom: 'typed', ...more });

describe('what hinders an action', () => {
  it('is nothing with port and file', () => {
    for (const action of ['program', 'erase', 'read', 'verify', 'detect'] as const)
      expect(hindranceOf(action, scene())).toBeNull();
  });

  it('is the port first', () => {
    expect(hindranceOf('detect', scene({ settings: settings({ port: null }) }))).toBe('noPort');
    expect(hindranceOf('detect', scene({ settings: settings({ port: null }) }, { ports: [] }))).toBe(
      'noPorts',
    );
    expect(hindranceOf('detect', scene({}, { ports: [] }))).toBe('portMissing');
  });

  it('is the file where one is needed, and only there', () => {
    expect(hindranceOf('program', scene({ file: null }))).toBe('noFile');
    expect(hindranceOf('erase', scene({ file: null }))).toBeNull();
    expect(hindranceOf('verify', scene({ file: UG_FILE }))).toBe('refused');
    expect(hindranceOf('program', scene({ file: { ...UA_FILE, kind: null, place: null } }))).toBe('noStart');
    expect(hindranceOf('program', scene({ settings: typed(0, 0x119000) }))).toBe('place');
  });

  it('is what must not be changed, once the chip is known', () => {
    const low = typed(0x10000, 0x1000);
    expect(hindranceOf('erase', scene({ settings: low }))).toBeNull();
    expect(hindranceOf('erase', scene({ settings: { ...low, chip: 'BK7231T' } }))).toBe('locked');
    expect(hindranceOf('erase', scene({ settings: { ...low, chip: 'BK7231N' } }))).toBeNull();
    const rf = { settings: typed(0x1d0000, 0x1000), board: BOARD };
    expect(hindranceOf('erase', scene(rf))).toBe('override');
    expect(hindranceOf('read', scene(rf))).toBeNull();
    expect(hindranceOf('erase', scene(rf, { override: 'spare module' }))).toBeNull();
    expect(hindranceOf('erase', scene({ settings: typed(0x11800, 0x1000) }))).toBe('range');
  });
});

describe('the scene', () => {
  it('knows the chip by choice, by board, by file', () => {
    expect(chipOf(writerOf())).toBe('BK7231N');
    expect(chipOf(writerOf({ file: { ...UA_FILE, protocolClass: 'T' } }))).toBe('BK7231T');
    expect(chipOf(writerOf({ board: { ...BOARD, chip: 'BK7252', flashBytes: 0x800000 } }))).toBe('BK7252');
    expect(flashBytesOf(writerOf({ board: { ...BOARD, chip: 'BK7252', flashBytes: 0x800000 } }))).toBe(
      0x800000,
    );
    expect(chipOf(writerOf({ settings: settings({ chip: 'BK7238' }), board: BOARD }))).toBe('BK7238');
  });

  it('puts the file where the fields say', () => {
    expect(fileExtent(scene())).toEqual(UA_FILE.place);
    expect(fileExtent(scene({ settings: typed(0x20000, 0x100000) }))).toEqual({
      start: 0x20000,
      length: 0xfd000,
    });
    expect(fileExtent(scene({ file: UG_FILE }))).toBeNull();
  });

  it('looks as its job does, and a refused call is a failure', () => {
    expect(lookOf(scene())).toBe('ready');
    expect(lookOf(scene({ job: waitingJob(0) }))).toBe('wait');
    expect(lookOf(scene({ job: workingJob() }))).toBe('work');
    expect(lookOf(scene({ job: passedJob() }))).toBe('pass');
    expect(lookOf(scene({}, { refusal: { code: 'PORT_BUSY', data: {} } }))).toBe('fail');
  });
});

describe('the remedy', () => {
  const of = (code: ErrorCode, data = {}, of = scene()) => remedyOf({ code, data }, of);

  it('does what the words say', () => {
    expect(of('FLASH_DIFFERS')).toBe('program');
    expect(of('CHIP_MISMATCH')).toBe('auto');
    expect(of('FLASH_RANGE_PROTECTED', { region: 'rf' })).toBe('override');
    expect(of('FLASH_RANGE_PROTECTED', { region: 'bootloader' })).toBe('useFileRange');
    expect(of('FLASH_RANGE_PROTECTED', { region: 'bootloader' }, scene({ file: null }))).toBe('userArea');
    expect(of('RANGE_UNALIGNED', {}, scene({ settings: typed(0x11800, 0x1000) }))).toBe('round');
    expect(of('LINK_LOST')).toBe('again');
    expect(of('NOT_ON_THIS_CHIP')).toBeNull();
  });

  it('is there for everything that may well go right the second time', () => {
    for (const [code, { group, retryable }] of Object.entries(ERROR_CODES) as [
      ErrorCode,
      (typeof ERROR_CODES)[ErrorCode],
    ][])
      if (group === 'board' && retryable) expect(of(code), code).not.toBeNull();
  });
});

describe('keys', () => {
  const press = (change: Partial<KeyPress>): KeyPress => ({
    key: '',
    code: '',
    ctrl: false,
    alt: false,
    shift: false,
    repeat: false,
    escapeTaken: false,
    dialog: false,
    ...change,
  });

  it('are those on the buttons', () => {
    expect(commandOf(press({ key: 'F5' }))).toEqual({ do: 'run', action: 'program' });
    expect(commandOf(press({ key: '´', code: 'KeyE', alt: true }))).toEqual({ do: 'run', action: 'erase' });
    expect(commandOf(press({ key: 'o', ctrl: true }))).toEqual({ do: 'open' });
    expect(commandOf(press({ key: 'Escape' }))).toEqual({ do: 'stop' });
    expect(commandOf(press({ key: 'Escape', escapeTaken: true }))).toBeNull();
  });

  it('are never a bare letter, a digit or Enter, nor a held key', () => {
    for (const key of [...'abcdefghijklmnopqrstuvwxyzABCDERV0123456789', 'Enter', ' '])
      expect(commandOf(press({ key, code: `Key${key.toUpperCase()}` })), key).toBeNull();
    expect(commandOf(press({ key: 'F5', repeat: true }))).toBeNull();
    expect(commandOf(press({ key: 'F5', dialog: true }))).toBeNull();
    expect(commandOf(press({ key: 'F1', dialog: true }))).toEqual({ do: 'why' });
  });
});

describe('hex', () => {
  it('is read with or without 0x, and nothing else is', () => {
    expect(['0x11000', '11000', ' 0X00011000 ', 'fd000'].map(parseHex)).toEqual([
      0x11000, 0x11000, 0x11000, 0xfd000,
    ]);
    expect(['', '0x', 'xyz', '123456789', '-1', '1.5'].map(parseHex)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(shortHex(0x11000)).toBe('0x011000');
  });
});

describe('estimates', () => {
  const load = { bytes: 0xfd000, flashBytes: 0x200000, baudRate: 921600 };

  it('grow with bytes and shrink with the rate', () => {
    expect(estimateOf('backup', load)).toBeGreaterThan(estimateOf('program', load));
    expect(estimateOf('program', { ...load, baudRate: 115200 })).toBeGreaterThan(
      estimateOf('program', load) * 3,
    );
  });

  it('of a running job stay below a hundred percent and end at no time left', () => {
    expect(overallPercent(workingJob(0.1), load)).toBeLessThan(overallPercent(workingJob(0.9), load));
    expect(overallPercent(passedJob(), load)).toBe(99);
    expect(secondsLeft(passedJob(), load)).toBe(0);
    expect(secondsLeft(workingJob(0.5), load)).toBeGreaterThan(3);
  });
});

describe('sync', () => {
  const face = (seq: number, framesOn = false) => {
    const { settings: set, file, recent, job, board } = writerOf();
    return { type: 'face' as const, seq, settings: set, file, recent, job, board, framesOn };
  };

  it('applies events in order, holds them while a snapshot is under way, and asks again after a gap', () => {
    let sync: Sync = nextSync(EMPTY_COPY, { type: 'start' });
    sync = nextSync(sync, { type: 'event', event: face(2) });
    expect(sync.held).toHaveLength(1);
    sync = nextSync(sync, { type: 'snapshot', snapshot: writerOf({ seq: 1 }) });
    expect([sync.snapshot?.seq, sync.fetching]).toEqual([2, false]);
    sync = nextSync(sync, { type: 'event', event: face(2) });
    expect(sync.snapshot?.seq).toBe(2);
    sync = nextSync(sync, { type: 'event', event: face(4) });
    expect([sync.snapshot?.seq, sync.fetching]).toEqual([2, true]);
  });

  it('forgets frames once nobody wants them', () => {
    const frames = [{ at: 1, way: 'tx' as const, bytes: 1, hex: '01' }];
    let sync: Sync = nextSync(
      { ...EMPTY_COPY, snapshot: writerOf({ framesOn: true }) },
      { type: 'event', event: { type: 'log', seq: 2, lines: [], frames } },
    );
    expect(sync.snapshot?.frames).toEqual(frames);
    sync = nextSync(sync, { type: 'event', event: face(3) });
    expect(sync.snapshot?.frames).toEqual([]);
  });
});
