import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { WriterSnapshot } from '../../../shared/contract/writer.js';
import { APP_START } from '../../../shared/domain/chip.js';
import { makeDemoFirmware, makeUpdatePackage } from '../firmware/demo-firmware.js';
import { factoryFlash } from '../simulator/index.js';
import { WriterBench } from './testing/bench.js';

let bench: WriterBench;
afterEach(() => bench.close());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

async function opened(chip: 'BK7231T' | 'BK7231N', operator = true): Promise<WriterBench> {
  bench = new WriterBench({ chip }, operator);
  await bench.open();
  await bench.writer.configure({ port: 'virtual:1', baudRate: 921600 });
  return bench;
}

/** A UA of ours in the bench's folder, opened. */
async function withUa(): Promise<Uint8Array> {
  const ua = bench.firmware('N').subarray(APP_START);
  await bench.writer.openFile(await bench.file('wifi_one_light_UA_1.0.0.bin', ua));
  return ua;
}

describe('program', () => {
  it('saves the flash first, writes the file where it belongs, and proves it', async () => {
    await opened('BK7231N');
    const before = bench.board.flashImage();
    const ua = await withUa();
    expect(bench.writer.snapshot().settings.range).toEqual({ start: APP_START, length: 0xa000 });

    const job = await bench.run({ action: 'program' });

    expect(job.state).toMatchObject({ phase: 'succeeded', result: { range: { start: APP_START } } });
    expect(Buffer.compare(bench.board.flashImage().subarray(APP_START, APP_START + ua.length), ua)).toBe(0);
    const [name = ''] = await readdir(bench.backups);
    expect(name).toBe(
      `${bench.board.mac}-BK7231N-20260101-000000.bin`.replace(/-\d{6}\.bin/, name.slice(-11)),
    );
    expect(Buffer.compare(await readFile(join(bench.backups, name)), before)).toBe(0);
    expect(job.backup).toEqual({ name, folder: bench.backups, kept: false });
    expect(job.stages.filter(({ status }) => status === 'done').map(({ id }) => id)).toEqual([
      'capture',
      'identify',
      'baud',
      'backup',
      'compare',
      'unprotect',
      'erase',
      'program',
      'verify',
      'protect',
      'reboot',
    ]);
  });

  it('keeps the first backup of a board, and writes nothing where nothing has changed', async () => {
    await opened('BK7231T');
    await withUa();
    await bench.run({ action: 'program' });
    const again = await bench.run({ action: 'program' });
    expect(again.backup).toMatchObject({ kept: true });
    expect(await readdir(bench.backups)).toHaveLength(1);
    expect(again.state).toMatchObject({ phase: 'succeeded', result: { written: 0 } });
    expect(again.stages.find(({ id }) => id === 'erase')?.status).toBe('skipped');
  });

  it('reads a file anew: what was built meanwhile is what is written', async () => {
    await opened('BK7231N');
    await bench.writer.configure({ backup: false });
    const first = await withUa();
    const edited = Uint8Array.from(first);
    edited[0x9123] = (edited[0x9123] ?? 0) ^ 1;
    await writeFile(join(bench.folder, 'wifi_one_light_UA_1.0.0.bin'), edited);
    expect((await bench.run({ action: 'program' })).state.phase).toBe('succeeded');
    expect(bench.board.flashImage()[APP_START + 0x9123]).toBe(edited[0x9123]);
  });

  it('takes a QIO of class T without its bootloader, once the board has said what it is', async () => {
    await opened('BK7231T');
    const qio = bench.firmware('T');
    const before = bench.board.flashImage();
    await bench.writer.openFile(await bench.file('wifi_one_light_QIO_1.0.0.bin', qio));
    expect((await bench.run({ action: 'program' })).state.phase).toBe('succeeded');
    const flash = bench.board.flashImage();
    expect(Buffer.compare(flash.subarray(0, APP_START), before.subarray(0, APP_START))).toBe(0);
    expect(Buffer.compare(flash.subarray(APP_START, qio.length), qio.subarray(APP_START))).toBe(0);
  });
});

describe('erase, read, verify, detect', () => {
  it.each(['BK7231T', 'BK7231N'] as const)('%s: erases the storage and nothing else', async (chip) => {
    // Without an application that would lay it out anew.
    const before = factoryFlash({ chip }).fill(0x5a, 0x1e8000);
    bench = new WriterBench({ chip, flash: before });
    await bench.open();
    await bench.writer.configure({ port: 'virtual:1', baudRate: 921600, backup: false });
    await bench.writer.configure({ range: { start: 0x1ee000, length: 0x12000 } });
    expect((await bench.run({ action: 'erase' })).state.phase).toBe('succeeded');
    expect(Buffer.compare(bench.board.flashImage(), before.slice().fill(0xff, 0x1ee000))).toBe(0);
  });

  it('saves the flash before the first erase too', async () => {
    await opened('BK7231N');
    const before = bench.board.flashImage();
    await bench.writer.configure({ range: { start: 0x11000, length: 0x1000 } });
    const job = await bench.run({ action: 'erase' });
    expect(job.backup?.kept).toBe(false);
    expect(Buffer.compare(await readFile(join(bench.backups, job.backup?.name ?? '')), before)).toBe(0);
  });

  it('reads into a file, and leaves no draft', async () => {
    await opened('BK7231N');
    await bench.writer.configure({ range: { start: 0x1d0000, length: 0x1000 } });
    const path = join(bench.folder, 'rf.bin');
    const job = await bench.run({ action: 'read', path });
    expect(job.state).toMatchObject({ phase: 'succeeded', result: { savedAs: 'rf.bin' } });
    expect(Buffer.compare(await readFile(path), bench.board.flashImage().subarray(0x1d0000, 0x1d1000))).toBe(
      0,
    );
    expect(await readdir(bench.folder)).not.toContain('rf.bin.part');
  });

  it('says where the flash differs from the file', async () => {
    await opened('BK7231N');
    await bench.writer.configure({ backup: false });
    await withUa();
    expect((await bench.run({ action: 'verify' })).state).toMatchObject({
      phase: 'failed',
      error: { code: 'FLASH_DIFFERS' },
    });
    await bench.run({ action: 'program' });
    expect((await bench.run({ action: 'verify' })).state.phase).toBe('succeeded');
  });

  it('shows what Detect found', async () => {
    await opened('BK7231N');
    await bench.run({ action: 'detect' });
    expect(bench.writer.snapshot().board).toMatchObject({
      chip: 'BK7231N',
      flashBytes: 0x200000,
      mac: bench.board.mac,
      baudRate: 921600,
      more: { key: { kind: 'tuya' } },
    });
  });
});

describe('refusals', () => {
  it('come before the reset where no board is needed to know', async () => {
    await opened('BK7231T');
    expect(await codeOf(bench.writer.run({ action: 'program' }))).toBe('FILE_NOT_CHOSEN');
    await bench.writer.configure({ range: { start: 0x11800, length: 0x1000 } });
    expect(await codeOf(bench.writer.run({ action: 'erase' }))).toBe('RANGE_UNALIGNED');
    await bench.writer.configure({ chip: 'BK7231T', range: { start: 0x10000, length: 0x1000 } });
    expect(await codeOf(bench.writer.run({ action: 'erase', override: 'really' }))).toBe(
      'FLASH_RANGE_PROTECTED',
    );
    await withUa();
    await bench.writer.configure({ range: { start: 0, length: 0x119000 } });
    expect(await codeOf(bench.writer.run({ action: 'program' }))).toBe('FIRMWARE_PLACE');
    const ug = makeUpdatePackage({ version: '1.0.0' });
    await bench.writer.openFile(await bench.file('x_UG_1.0.0.bin', ug));
    expect(bench.writer.snapshot().file).toMatchObject({ kind: 'UG', refusal: { code: 'FIRMWARE_KIND' } });
    expect(await codeOf(bench.writer.run({ action: 'program' }))).toBe('FIRMWARE_KIND');
    await bench.writer.configure({ port: null });
    expect(await codeOf(bench.writer.run({ action: 'detect' }))).toBe('PORT_NOT_CHOSEN');
    expect(bench.writer.busy).toBe(false);
    expect(bench.writer.snapshot().job).toBeNull();
  });

  it('come from the board otherwise, with the flash untouched and no backup made', async () => {
    await opened('BK7231T');
    const before = bench.board.flashImage();
    const refused = async (range: { start: number; length: number }): Promise<unknown> => {
      await bench.writer.configure({ range });
      const { state } = await bench.run({ action: 'erase' });
      return state.phase === 'failed' ? state.error.code : state.phase;
    };
    expect(await refused({ start: 0x1e0000, length: 0x1000 })).toBe('FLASH_RANGE_PROTECTED');
    expect(await refused({ start: 0x10000, length: 0x1000 })).toBe('FLASH_RANGE_PROTECTED');
    expect(await refused({ start: 0x1ff000, length: 0x2000 })).toBe('FLASH_TOO_SMALL');
    await bench.writer.configure({ chip: 'BK7231N' });
    expect((await bench.run({ action: 'detect' })).state).toMatchObject({ error: { code: 'CHIP_MISMATCH' } });
    expect(Buffer.compare(bench.board.flashImage(), before)).toBe(0);
    expect(await readdir(bench.backups).catch(() => [])).toEqual([]);
  });

  it('RF and MAC go only with a reason, which the log keeps', async () => {
    await opened('BK7231N');
    await bench.writer.configure({ range: { start: 0x1d0000, length: 0x1000 }, backup: false });
    expect((await bench.run({ action: 'erase' })).state.phase).toBe('failed');
    expect((await bench.run({ action: 'erase', override: 'spare module' })).state.phase).toBe('succeeded');
    expect(
      bench.board
        .flashImage()
        .subarray(0x1d0000, 0x1d1000)
        .every((byte) => byte === 0xff),
    ).toBe(true);
    expect(bench.writer.snapshot().log).toContainEqual(
      expect.objectContaining({ key: 'writer.override', data: { reason: 'spare module' } }),
    );
  });

  it('a foreign file goes only where somebody says', async () => {
    await opened('BK7231N');
    await bench.writer.configure({ backup: false });
    const foreign = Uint8Array.from({ length: 0x1000 }, (_, index) => (index * 7) & 0xff);
    await bench.writer.openFile(await bench.file('sector.bin', foreign));
    expect(await codeOf(bench.writer.run({ action: 'program' }))).toBe('FIRMWARE_UNKNOWN');
    await bench.writer.configure({ range: { start: 0x1ee000, length: 0x1000 } });
    expect((await bench.run({ action: 'program' })).state.phase).toBe('succeeded');
  });

  it('a firmware of the other class is told at once where the chip was chosen', async () => {
    await opened('BK7231T');
    await bench.writer.openFile(await bench.file('a_QIO_1.0.0.bin', bench.firmware('N')));
    expect(bench.writer.snapshot().file?.refusal).toBeNull();
    await bench.writer.configure({ chip: 'BK7231T' });
    expect(bench.writer.snapshot().file?.refusal).toMatchObject({ code: 'FIRMWARE_CHIP' });
  });
});

describe('one job at a time', () => {
  it('waits for a hand, stops on demand, and gives the port back', async () => {
    await opened('BK7231N', false);
    await bench.clock.run(bench.writer.run({ action: 'detect' }));
    await bench.clock.advance(5000);
    const { job } = bench.writer.snapshot();
    expect(job?.state).toMatchObject({ phase: 'waiting' });
    expect(await codeOf(bench.writer.run({ action: 'detect' }))).toBe('WRITER_RUNNING');
    expect(await codeOf(bench.writer.configure({ smart: false }))).toBe('WRITER_RUNNING');
    expect(await codeOf(bench.ports.lease('virtual:1', 'slot 1'))).toBe('PORT_BUSY');
    bench.writer.stop();
    expect((await bench.clock.run(bench.ended())).state.phase).toBe('cancelled');
    await (await bench.ports.lease('virtual:1', 'slot 1')).release();
  });

  it('does not start on a port that a slot holds', async () => {
    await opened('BK7231N');
    const lease = await bench.ports.lease('virtual:1', 'slot 2');
    expect(await codeOf(bench.writer.run({ action: 'detect' }))).toBe('PORT_BUSY');
    expect(bench.writer.busy).toBe(false);
    await lease.release();
    expect((await bench.run({ action: 'detect' })).state.phase).toBe('succeeded');
  });
});

describe('events and memory', () => {
  it('are numbered without gaps, at most 20 faces a second, and rebuild the snapshot', async () => {
    await opened('BK7231N');
    bench.events.length = 0;
    const from = bench.writer.snapshot().seq;
    await withUa();
    await bench.run({ action: 'program' });
    await bench.clock.advance(200);
    expect(bench.events.map(({ seq }) => seq)).toEqual(bench.events.map((_, index) => from + index + 1));
    const last = bench.events.filter((event) => event.type === 'face').at(-1);
    expect(last).toMatchObject({ job: bench.writer.snapshot().job });
    expect(() => WriterSnapshot.parse(bench.writer.snapshot())).not.toThrow();
  });

  it('survive a restart: settings, the last file, the recent ones by id', async () => {
    await opened('BK7231N');
    await withUa();
    const other = await bench.file(
      'other_UA_1.0.0.bin',
      makeDemoFirmware({
        protocolClass: 'N',
        identifier: 'other',
        version: '2.0.0',
        appBytes: 0x9000,
      }).subarray(APP_START),
    );
    await bench.writer.openFile(other);
    await bench.writer.configure({ smart: false, chip: 'BK7231N' });
    await bench.open();
    const { settings, file, recent } = bench.writer.snapshot();
    expect(settings).toMatchObject({ smart: false, chip: 'BK7231N', port: 'virtual:1' });
    expect(file?.name).toBe('other_UA_1.0.0.bin');
    expect(recent.map(({ name }) => name)).toEqual(['other_UA_1.0.0.bin', 'wifi_one_light_UA_1.0.0.bin']);
    await bench.writer.openRecent(recent[1]?.id ?? '');
    expect(bench.writer.snapshot().file?.name).toBe('wifi_one_light_UA_1.0.0.bin');
    expect(await codeOf(bench.writer.openRecent('/etc/passwd'))).toBe('BAD_REQUEST');
  });

  it('write log and frames into a file, every byte of them', async () => {
    await opened('BK7231N');
    bench.writer.setFrames(true);
    await bench.run({ action: 'detect' });
    const path = join(bench.folder, 'writer.log');
    await bench.writer.saveLog(path, 'en');
    const text = await readFile(path, 'utf8');
    expect(text).toContain('Detect on virtual:1');
    expect(text).toMatch(/^ +\d+\.\d{6} TX 01 E0 FC 01 00$/m);
    expect(bench.writer.snapshot().frames.length).toBeGreaterThan(0);
    bench.writer.setFrames(false);
    expect(bench.writer.snapshot().frames).toEqual([]);
    expect(await codeOf(bench.writer.saveLog(join(bench.folder, 'none', 'x'), 'en'))).toBe('FILE_UNWRITABLE');
  });
});
