import { crc32 } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LINK } from '../testing/frames.js';
import { hexOf } from '../testing/hex.js';
import { storedIn } from '../testing/stored-values.js';
import { splitFrames, TestBench, testFrame } from '../testing/test-bench.js';

const T = { chip: 'BK7231T' } as const;
const N = { chip: 'BK7231N' } as const;
const BOTH = [T, N];
const HEARTBEAT = '55 AA 00 00 00 00 FF';

describe.each(BOTH)('every reply of a $chip, byte for byte (authorization §1.2, §1.3)', (options) => {
  const n = options.chip === 'BK7231N';
  it.each([
    [0x00, '', n ? '\x13\x08' : '\x03\x0c'],
    [0x01, '{"mac":"508a06000001"}', '{"ret":true}\0'],
    [0x02, '', '{"ret":true}\0'],
    [0x03, '{"ssid":"x"}', '{"ret":true,"rssi":-45}\0'],
    [0x04, '', null],
    [0x05, '', n ? '{"ret":false}\0' : null],
    [0x06, '', '{"ret":true,"firmName":"bench","firmVer":"1.2.3"}\0'],
    [0x07, '{}', '{"ret":false}\0'],
    [0x08, '', '{"ret":false}\0'],
    [0x09, '', '{"ret":true,"mac":"d81f12004a07","muid":"d81f12004a07"}\0'],
    [0x0a, '', '\0'],
    [0x0b, '{"crc32":-1,"len":4}', '{"ret":true}\0'],
    [0x0c, 'abcd', '{"ret":false}\0'],
    [0x0d, '', '{"ret":false}\0'],
    [0x0e, '{"baud":115200,"size":9,"crc32":1}', null],
    [0x12, '{"country":"US"}', '{"ret":true}\0'],
    [0x13, '', n ? '{"ret":false}\0' : '{"country":"","ret":true}\0'],
    [0x19, '', '{"ret":true}\0'],
    [0xf0, '\x01\x00\x01{}', '\x01\x00\x01{"ret":false,"cmd":0x1}\0'],
  ])('%i', async (command, request, reply) => {
    const bench = await new TestBench({ ...options, mac: 'd81f12004a07' }).enter();
    bench.host.send(testFrame(command, Buffer.from(request, 'latin1')));
    const expected = reply === null ? '' : hexOf(testFrame(command, Buffer.from(reply, 'latin1')));
    expect(bench.host.look()).toBe(expected);
  });

  it.each([
    [0x01, null],
    [0x03, null],
    [0x07, '{"ret":false}'],
    [0x0b, null],
    [0x0e, null],
    [0x12, '{"ret":false}'],
  ])('%i to what is no JSON object', async (command, text) => {
    const bench = await new TestBench(options).enter();
    for (const request of ['', '{', '[]', 'null', '"x"', '7'])
      expect(bench.ask(command, request)?.text ?? null).toBe(text);
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
  });

  it('answers version 0 to any version', async () => {
    const bench = await new TestBench(options).enter();
    for (const version of [0, 1, 3]) {
      bench.host.send(testFrame(0x19, '', version));
      expect(bench.host.take()[2]).toBe(0);
    }
  });

  it('answers every frame of a queue in order, across junk', async () => {
    const bench = await new TestBench(options).enter();
    const junk = Uint8Array.of(0x55, 0x00, 0xaa, 0x55);
    bench.host.send(
      Buffer.concat([testFrame(0x09), junk, testFrame(0x19), testFrame(0x04), testFrame(0x13)]),
    );
    expect(splitFrames(bench.host.take()).map(({ command }) => command)).toEqual([0x09, 0x19, 0x13]);
  });

  it('answers a queue late while it writes flash, one after the other (authorization §1.2)', async () => {
    const bench = new TestBench({ ...options, timing: 'realistic' });
    await bench.reachWindow();
    bench.host.send(testFrame(0x00));
    await bench.clock.advance(2500);
    bench.host.take();
    const license = { auzkey: 'K', uuid: 'u', ap_ssid: 's', prod_test: false, pskKey: '' };
    const start = bench.clock.now();
    const frame = testFrame(0x07, JSON.stringify(license));
    bench.host.send(frame);
    bench.host.send(testFrame(0x09));
    const arrivals: number[] = [];
    bench.board.onTransmit(() => arrivals.push(bench.clock.now() - start));
    await bench.clock.advance(2000);
    expect(splitFrames(bench.host.take()).map(({ command }) => command)).toEqual([0x07, 0x09]);
    const onWire = ((frame.length + 7) * 10_000) / 9600;
    expect(arrivals[0]).toBeGreaterThan(onWire + 2 * 45);
  });

  it('is drained of one more 00 behind the entry, for every enter frame that was under way (§0.1.9)', async () => {
    const bench = new TestBench(options);
    await bench.reachWindow();
    for (let count = 0; count < 3; count++) bench.host.send(testFrame(0x00));
    const replies = splitFrames(bench.host.take());
    expect(replies.map(({ command, data }) => [command, data.length])).toEqual(Array(3).fill([0, 2]));
  });

  it('0E changes the rate at once and says nothing; a reset brings 9600 back', async () => {
    const bench = await new TestBench(options).enter();
    expect(bench.ask(0x0e, '{"baud":115200,"size":9,"crc32":1}')).toBeNull();
    expect(bench.ask(0x19)).toBeNull();
    bench.host.rate = 115200;
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
    bench.host.rate = 9600;
    await bench.enter();
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
  });

  it('F0 echoes type and command, its JSON is none, and a cut envelope brings silence', async () => {
    const bench = await new TestBench(options).enter();
    const reply = bench.ask(0xf0, [0x02, 0x01, 0x2c, 0x7b, 0x7d]);
    expect(Buffer.from(reply?.data ?? []).toString('latin1')).toBe('\x02\x01\x2c{"ret":false,"cmd":0x12c}\0');
    expect(() => JSON.parse(reply?.text.slice(3) ?? '{}') as unknown).toThrow(SyntaxError);
    for (const cut of [[], [1], [1, 0]]) expect(bench.ask(0xf0, cut)).toBeNull();
  });

  it('03 hears what the bench put on the air and nothing that only looks like it', async () => {
    const bench = await new TestBench({ ...options, accessPoints: { line1: -71 } }).enter();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString')), (ssid) => {
        fc.pre(ssid !== 'line1');
        expect(bench.json(0x03, { ssid })).toEqual({ ret: false });
      }),
    );
    expect(bench.json(0x03, { ssid: 7 })).toEqual({ ret: false });
    expect(bench.json(0x03, { ssid: 'line1' })).toEqual({ ret: true, rssi: -71 });
  });

  it('09 and 01 after the RF sector was erased: the default MAC, until a new one is written (§5.7)', async () => {
    const flash = new TestBench(options).board.flashImage();
    const rf = options.chip === 'BK7231T' ? 0x1e0000 : 0x1d0000;
    const bench = await new TestBench({ ...options, flash: flash.fill(0xff, rf, rf + 0x1000) }).enter();
    expect(bench.json(0x09)).toMatchObject({ mac: 'c8478c000000' });
    bench.json(0x01, { mac: 'D81F12ABCDEF' });
    expect(bench.json(0x09)).toEqual({ ret: true, mac: 'd81f12abcdef', muid: 'd81f12abcdef' });
    const image = bench.board.flashImage();
    expect(Buffer.from(image.subarray(rf + 0x24, rf + 0x2a)).toString('hex')).toBe('d81f12abcdef');
    expect(image.subarray(rf + 0x1000, rf + 0x2000).every((byte) => byte === 0xff)).toBe(true);
  });

  it('0B to 0D take parameters of several frames and any bytes, by signed CRC (§1.3)', async () => {
    const bench = await new TestBench(options).enter();
    const words = fc.array(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const whole = parts.join('');
        expect(bench.json(0x0b, { crc32: crc32(whole) | 0, len: whole.length })).toEqual({ ret: true });
        for (const part of parts) expect(bench.json(0x0c, part)).toEqual({ ret: true });
        expect(bench.json(0x0d)).toEqual({ ret: true });
        expect(storedIn(options.chip, bench.board.flashImage(), 'user_param_key')).toBe(whole);
      }),
      { numRuns: 8 },
    );
    // One byte short, one byte more, and another CRC.
    for (const [crc, len] of [
      [crc32('abc') | 0, 2],
      [crc32('abc') | 0, 4],
      [(crc32('abc') | 0) ^ 1, 3],
    ]) {
      bench.json(0x0b, { crc32: crc, len });
      bench.json(0x0c, 'abc');
      expect(bench.json(0x0d)).toEqual({ ret: false });
    }
  });

  it('0A is followed by the loader window, and the test is over', async () => {
    const bench = await new TestBench(options).enter();
    bench.ask(0x0a);
    await bench.clock.advance(6);
    expect(bench.ask(0x19)).toBeNull();
    bench.host.rate = 115200;
    expect(bench.host.ask(LINK)).toBe('04 0E 05 01 E0 FC 01 00');
  });

  it('never throws, whatever JSON any command gets, and answers 19 after it', async () => {
    const bench = await new TestBench(options).enter();
    const commands = Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => ![0x0a, 0x0e].includes(code),
    );
    const key = fc.constantFrom(
      'mac',
      'ssid',
      'country',
      'uuid',
      'auzkey',
      'pskKey',
      'ap_ssid',
      'prod_test',
      'len',
      'crc32',
    );
    fc.assert(
      fc.property(fc.constantFrom(...commands), fc.dictionary(key, fc.jsonValue()), (command, request) => {
        bench.ask(command, JSON.stringify(request));
        expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
      }),
      { numRuns: 150 },
    );
  });
});

describe('country (authorization §0.1.1-3)', () => {
  it.each([
    ['US', true, 'US'],
    ['DE', true, 'DE'],
    ['ZZ', false, ''],
    ['us', false, ''],
    ['JP1', true, 'CN'],
    ['CHINA', true, 'CN'],
  ])('T: %s', async (country, ret, told) => {
    const bench = await new TestBench(T).enter();
    expect(bench.json(0x12, { country })).toEqual({ ret });
    expect(bench.json(0x13)).toEqual({ country: told, ret: true });
  });

  it('N takes any text, and tells it again after a reset', async () => {
    for (const country of ['US', 'ZZ', 'us', 'JP1', 'a very long name of no country']) {
      const bench = await new TestBench(N).enter();
      expect(bench.json(0x12, { country })).toEqual({ ret: true });
      expect(bench.json(0x13)).toEqual({ country, ret: true });
      await bench.enter();
      expect(bench.json(0x13)).toEqual({ country, ret: true });
    }
  });

  it('neither takes what is no text', async () => {
    for (const options of BOTH) {
      const bench = await new TestBench(options).enter();
      for (const country of [null, 86, true, ['US'], undefined])
        expect(bench.json(0x12, { country })).toEqual({ ret: false });
    }
  });
});

describe('the window (authorization §0.1.8, §1.1)', () => {
  it.each([100, 500, 2000])('is as long as the bench says: %i ms', async (testWindowMs) => {
    for (const [wait, entered] of [
      [testWindowMs - 2, true],
      [testWindowMs, false],
    ] as const) {
      const bench = new TestBench({ ...T, testWindowMs });
      await bench.reachWindow();
      await bench.clock.advance(wait);
      bench.host.take();
      expect(bench.ask(0x00)?.command).toBe(entered ? 0x00 : 0x01);
    }
  });

  it('opens 0.6 to 1.6 s after power, application and loader window together (§0.1.15)', async () => {
    for (const options of BOTH) {
      const bench = new TestBench({ ...options, timing: 'realistic' });
      bench.board.power(false);
      bench.board.power(true);
      const start = bench.clock.now();
      while (!bench.log.includes('application production test window')) await bench.clock.advance(5);
      expect(bench.clock.now() - start).toBeGreaterThan(600);
      expect(bench.clock.now() - start).toBeLessThan(1600);
    }
  });

  it('is met by a host that streams enter frames from before the power on', async () => {
    const bench = new TestBench({ ...N, timing: 'realistic' });
    bench.board.pressReset();
    // Streamed every 50 ms from before the power until well into the window (authorization §1.1).
    for (let count = 0; count < 30; count++) {
      bench.host.send(testFrame(0x00));
      await bench.clock.advance(50);
    }
    expect(bench.log).toContain('application enter prod');
  });

  it('is missed by a late host, who hears heartbeats of length 0 instead of two bytes (§1.5)', async () => {
    const bench = new TestBench(T);
    await bench.reachWindow();
    await bench.clock.advance(2600);
    expect(bench.host.look()).toBe([HEARTBEAT, HEARTBEAT, HEARTBEAT].join(' '));
    expect(bench.log).not.toContain('application enter prod');
  });
});
