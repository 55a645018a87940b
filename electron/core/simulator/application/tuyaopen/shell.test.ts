import { describe, expect, it } from 'vitest';

import { syntheticLicense } from '../../conditions/license.js';
import { flashIn } from '../../conditions/prepare.js';
import { TestBench } from '../../testing/test-bench.js';
import { copiesIn } from '../../testing/flash-content.js';
import { N_LAYOUT, T_LAYOUT } from '../../storage/layout.js';
import { same } from '../../testing/hex.js';
import { ShellBench } from '../../testing/shell-bench.js';
import { tuningOfFaults } from '../../catalogue/faults.js';

const MAC = 'd81f12004a07';
const UUID = `uuid${'0123456789abcdef'}`;
const KEY = 'K'.repeat(32);
const NONE = ['Authorization read failure.'];

async function booted(options: ConstructorParameters<typeof ShellBench>[0]): Promise<ShellBench> {
  const bench = new ShellBench({ mac: MAC, ...options });
  await bench.boot();
  return bench;
}

describe('the shell (authorization §2)', () => {
  it('boots with log lines in colour and a prompt, at 115200', async () => {
    const bench = new ShellBench({ app: 'tuyaopen' });
    const text = await bench.boot();
    expect(text.startsWith('\x1b[32m[01-01 00:00:00 ty I][app.c:42] TuyaOpen 1.6.0\x1b[0m\r\n')).toBe(true);
    expect(text.endsWith('tuya> ')).toBe(true);
    expect(bench.host.understands).toBe(true);
  });

  it('echoes, takes CR, LF or both for an end, and knows no other command', async () => {
    const bench = await booted({ app: 'tuyaopen' });
    expect(bench.type('sys')).toBe('sys');
    expect(bench.type('_version\r\n')).toBe('_version\r\nproject.version 1.6.0\r\ntuya> ');
    expect(bench.type('sys_version\r')).toContain('project.version 1.6.0');
    expect(bench.type('\nsys_version\n')).toBe('sys_version\r\nproject.version 1.6.0\r\ntuya> ');
    expect(bench.type('\r\n')).toBe('\r\ntuya> ');
    expect(bench.ask('format c:')).toEqual(['No command']);
    expect(bench.type('sys_versiom\x7fn\r\n')).toContain('project.version');
  });

  it('loses what is longer than its line, and shows no control characters', async () => {
    const bench = await booted({ app: 'tuyaopen' });
    expect(bench.type('x'.repeat(400))).toHaveLength(256);
    expect(bench.type('\r\n')).toContain('No command');
    expect(bench.type('\x00\x1b\xff')).toBe('');
  });

  it('logs every second, into what is being typed, until the log is off', async () => {
    const bench = await booted({ app: 'tuyaopen' });
    bench.type('sys_ver');
    await bench.clock.advance(1000);
    expect(bench.heard()).toBe(
      '\r\n\x1b[32m[01-01 00:00:01 ty I][app.c:42] free heap 100001\x1b[0m\r\ntuya> sys_ver',
    );
    expect(bench.type('sion\r\n')).toContain('project.version');
    expect(bench.ask('sys_log_enable off')).toEqual(['OK: log disabled']);
    await bench.clock.advance(5000);
    expect(bench.heard()).toBe('');
    expect(bench.ask('sys_log_enable on')).toEqual(['OK: log enabled']);
    await bench.clock.advance(1000);
    expect(bench.heard()).toContain('free heap');
  });

  it('of the old generation does not know how to be quiet', async () => {
    const bench = await booted({ app: 'tuyaopen-old' });
    expect(bench.ask('sys_log_enable off')).toEqual(['No command']);
    await bench.clock.advance(1000);
    expect(bench.heard()).toContain('free heap');
    expect(bench.ask('sys_version')).toEqual(['project.version 1.0.2']);
  });

  it('reboots, and answers no production test frame', async () => {
    const bench = await booted({ app: 'tuyaopen' });
    bench.host.rate = 9600;
    bench.host.send('55 AA 00 00 00 00 FF');
    expect(bench.heard()).not.toContain('\x55\xaa');
    bench.host.rate = 115200;
    // What came at the wrong rate stands in the line as rubbish.
    bench.type('\r\n');
    expect(bench.ask('sys_reboot')).toEqual(['rebooting']);
    await bench.clock.advance(1300);
    expect(bench.heard()).toContain('tuya iot start');
  });
});

describe('read_mac', () => {
  it.each([
    ['tuyaopen', 'D8:1F:12:00:4A:07'],
    ['tuyaopen-old', 'WIFI_MAC:D8:1F:12:00:4A:07'],
  ] as const)('%s: %s', async (app, line) => {
    expect((await booted({ app })).ask('read_mac')).toEqual([line]);
  });

  it.each([
    ['tuyaopen', 'C8:47:8C:00:00:00'],
    ['tuyaopen-t5', 'C8:47:8C:00:00:18'],
  ] as const)('%s without an RF sector: the default %s', async (app, line) => {
    expect((await booted({ app, rf: 'erased' })).ask('read_mac')).toEqual([line]);
  });
});

describe('authorization', () => {
  it('is written, told, kept over resets, overwritten and cleared', async () => {
    const bench = await booted({ app: 'tuyaopen' });
    expect(bench.ask('auth-read')).toEqual(NONE);
    expect(bench.ask(`auth ${UUID} ${KEY}`)).toEqual(['Authorization write succeeds.']);
    await bench.boot();
    expect(bench.ask('auth-read')).toEqual([UUID, KEY]);
    expect(bench.ask(`auth ${'a'.repeat(16)} ${'B'.repeat(32)}`)).toEqual(['Authorization write succeeds.']);
    expect(bench.ask('auth-read')).toEqual(['a'.repeat(16), 'B'.repeat(32)]);
    bench.ask('auth-reset');
    expect(bench.ask('auth-read')).toEqual(NONE);
    await bench.boot();
    expect(bench.ask('auth-read')).toEqual(NONE);
  });

  it.each([
    ['auth', /^Use like: auth uuidx{16} keyx+$/],
    [`auth ${UUID}`, /^Use like: auth /],
    [`auth ${UUID} ${KEY} 1`, /^Use like: auth /],
    [`auth ${UUID} ${KEY} x y`, /^Use like: auth /],
    [`auth ${UUID}0 ${KEY}`, /^Invalid UUID length/],
    [`auth ${UUID} ${KEY}0`, /^Invalid AUTHKEY length/],
  ])('%s is refused', async (command, message) => {
    const bench = await booted({ app: 'tuyaopen' });
    const [line, ...more] = bench.ask(command);
    expect(line).toMatch(message);
    expect(more).toEqual([]);
    expect(bench.ask('auth-read')).toEqual(NONE);
  });

  it('of the old generation takes 20 characters only, and shows a placeholder where there is none', async () => {
    const bench = await booted({ app: 'tuyaopen-old' });
    expect(bench.ask('auth-read')[0]).toBe('uuidxxxxxxxxxxxxxxxx');
    expect(bench.ask(`auth ${'a'.repeat(16)} ${KEY}`)).toEqual(['uuid len not equal 20.']);
    expect(bench.ask(`auth ${UUID} short`)).toEqual(['authkey len not equal 32.']);
    expect(bench.ask(`auth ${UUID} ${KEY}`)).toEqual(['Authorization write succeeds.']);
    expect(bench.ask('auth-read')).toEqual([UUID, KEY]);
  });

  it('burns one-time cells on T5AI, once, late, and beside the flash', async () => {
    const bench = await booted({ app: 'tuyaopen-t5', otpWriteMs: 20_000 });
    expect(bench.ask('auth-read 1')).toEqual(NONE);
    bench.type(`sys_log_enable off\r\n`);
    bench.type(`auth ${UUID} ${KEY} 1\r\n`);
    await bench.clock.advance(19_999);
    expect(bench.heard()).toBe('');
    await bench.clock.advance(2);
    expect(bench.heard()).toContain('Authorization write to OTP Succeeds.');
    expect(bench.ask('auth-read')).toEqual(NONE);
    await bench.boot();
    expect(bench.ask('auth-read 1')).toEqual([UUID, KEY]);
    bench.type(`auth ${UUID} ${'B'.repeat(32)} 1\r\n`);
    await bench.clock.advance(20_001);
    expect(bench.heard()).toContain('Authorization write to OTP failure.');
    expect(bench.ask('auth-read 1')).toEqual([UUID, KEY]);
    expect(Buffer.from(bench.board.flashImage()).includes(UUID)).toBe(false);
  });

  it('stands in flash encrypted, and not as a storage of TuyaOS', () => {
    const flash = flashIn('authorized', { chip: 'BK7231N', app: 'tuyaopen', mac: MAC });
    const { uuid } = syntheticLicense(MAC, 'tuyaopen');
    expect(uuid).toMatch(/^uuid[0-9a-f]{16}$/);
    expect(Buffer.from(flash).includes(uuid)).toBe(false);
    for (const layout of [N_LAYOUT, T_LAYOUT]) expect(copiesIn(flash, layout)).toEqual([]);
  });

  it('comes with the condition, and one kind of firmware does not read the other', async () => {
    const bench = await booted({ app: 'tuyaopen', condition: 'authorized' });
    const { uuid, authKey } = syntheticLicense(MAC, 'tuyaopen');
    expect(bench.ask('auth-read')).toEqual([uuid, authKey]);
    const flash = bench.board.flashImage();
    expect((await new TestBench({ chip: 'BK7231N', flash }).enter()).json(0x08)).toEqual({ ret: false });
    const tuyaos = flashIn('authorized', { chip: 'BK7231N', mac: MAC });
    expect((await booted({ app: 'tuyaopen', flash: tuyaos })).ask('auth-read')).toEqual(NONE);
  });

  it('goes wrong as the faults say', async () => {
    const write = `auth ${UUID} ${KEY}`;
    const refused = await booted({ app: 'tuyaopen', ...tuningOfFaults(['license-refused']) });
    const before = refused.board.flashImage();
    expect(refused.ask(write)).toEqual(['Authorization write failure.']);
    expect(same(refused.board.flashImage(), before)).toBe(true);
    const altered = await booted({ app: 'tuyaopen', ...tuningOfFaults(['license-altered']) });
    expect(altered.ask(write)).toEqual(['Authorization write succeeds.']);
    expect(altered.ask('auth-read')).toEqual([UUID, `${KEY.slice(0, 31)}0`]);
    const lost = await booted({ app: 'tuyaopen', ...tuningOfFaults(['license-lost']) });
    expect(lost.ask(write)).toEqual(['Authorization write succeeds.']);
    expect(lost.ask('auth-read')).toEqual(NONE);
    const dropped = await booted({ app: 'tuyaopen', ...tuningOfFaults(['drop-reply=1']) });
    expect(dropped.ask('read_mac')).toEqual([]);
    expect(dropped.ask('read_mac')).toHaveLength(1);
  });
});
