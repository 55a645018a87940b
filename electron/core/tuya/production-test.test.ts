import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import type { ProductionTest } from './api.js';
import { ModuleInTest } from './production-test.js';
import { json, ScriptedModule, type Request } from './testing/scripted-module.js';
import { TestLink } from './test-link.js';

/** What the module says to a command: text, bytes, or null for silence. */
type Answer = string | Uint8Array | null;

type Answers = Readonly<Record<number, Answer | ((request: Request) => Answer)>>;

interface Bench {
  readonly module: ScriptedModule;
  readonly notes: { key: string }[];
  readonly run: <T>(work: (test: ProductionTest) => Promise<T>) => Promise<T>;
  readonly clock: VirtualClock;
}

function bench(answers: Answers, capabilities: readonly [number, number] = [3, 12]): Bench {
  const clock = new VirtualClock();
  const module = new ScriptedModule(clock, (request, it) => {
    const answer = answers[request.command] ?? null;
    const said = typeof answer === 'function' ? answer(request) : answer;
    if (said !== null) it.reply(request.command, said, 10);
  });
  const notes: Bench['notes'] = [];
  const context = {
    clock,
    signal: new AbortController().signal,
    onNote: (note: { key: string }) => void notes.push(note),
  };
  const test = new ModuleInTest(new TestLink(module, context), context, capabilities);
  return { module, notes, clock, run: (work) => clock.run(work(test)) };
}

const sent = ({ module }: Bench): unknown[] =>
  module.requests.map(({ command, data }) => [
    command,
    data.length === 0 ? null : (JSON.parse(Buffer.from(data).toString()) as unknown),
  ]);

const OK = json({ ret: true });
const NO = json({ ret: false });
const F0_STYLE = '{"ret":false,"cmd":0x1}\0';
const license = { uuid: '0123456789abcdef', authkey: 'A1'.repeat(16), pskKey: 'q'.repeat(37) };

describe('06 fingerprint', () => {
  it('gives name and version', async () => {
    const it = bench({ 0x06: json({ ret: true, firmName: 'bk_demo', firmVer: '3.1.28' }) });
    expect(await it.run((test) => test.fingerprint())).toEqual({ name: 'bk_demo', version: '3.1.28' });
  });

  it.each<[string, Answer, boolean]>([
    ['silence', null, false],
    ['false', NO, true],
    ['no JSON', F0_STYLE, true],
    ['no name', json({ ret: true, firmVer: '1' }), true],
    ['an empty version', json({ ret: true, firmName: 'a', firmVer: '' }), true],
  ])('cannot be read from %s', async (_name, answer, answered) => {
    await expect(bench({ 0x06: answer }).run((test) => test.fingerprint())).rejects.toMatchObject({
      code: 'FINGERPRINT_UNREADABLE',
      data: { answered },
    });
  });
});

describe('09 and 01, the MAC', () => {
  it('reads it in our form', async () => {
    const it = bench({ 0x09: json({ ret: true, mac: 'D81F12004A07', muid: 'd81f12004a07' }) });
    expect(await it.run((test) => test.readMac())).toBe('d81f12004a07');
  });

  it('leaves the judgement of a well-formed one to others', async () => {
    const it = bench({ 0x09: json({ ret: true, mac: 'c8478c000000' }) });
    expect(await it.run((test) => test.readMac())).toBe('c8478c000000');
  });

  it('refuses what is none', async () => {
    const it = bench({ 0x09: json({ ret: true, mac: 'd81f12' }) });
    await expect(it.run((test) => test.readMac())).rejects.toMatchObject({
      code: 'MAC_INVALID',
      data: { mac: 'd81f12', problem: 'format' },
    });
    await expect(bench({}).run((test) => test.readMac())).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '09' },
    });
  });

  it('writes twelve digits without separators, and reads them back', async () => {
    const it = bench({ 0x01: OK, 0x09: json({ ret: true, mac: 'd81f12004a07' }) });
    await it.run((test) => test.writeMac('D8:1F:12:00:4A:07'));
    expect(sent(it)).toEqual([
      [0x01, { mac: 'd81f12004a07' }],
      [0x09, null],
    ]);
    const kept = bench({ 0x01: OK, 0x09: json({ ret: true, mac: 'd81f12004a08' }) });
    await expect(kept.run((test) => test.writeMac('d81f12004a07'))).rejects.toMatchObject({
      code: 'MAC_INVALID',
      data: { problem: 'not-kept' },
    });
  });

  it('takes a silent 01 for what it is', async () => {
    const it = bench({});
    await expect(it.run((test) => test.writeMac('d81f12004a07'))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '01', tries: 3 },
    });
    expect(it.module.requests).toHaveLength(3);
  });

  it('sends no address that cannot be one', async () => {
    const it = bench({ 0x01: OK });
    await expect(it.run((test) => test.writeMac('ffffffffffff'))).rejects.toMatchObject({
      code: 'MAC_INVALID',
    });
    expect(it.module.requests).toEqual([]);
    await expect(bench({ 0x01: NO }).run((test) => test.writeMac('d81f12004a07'))).rejects.toMatchObject({
      data: { problem: 'refused' },
    });
  });
});

describe('08 and 07, the license', () => {
  const stored = {
    ret: true,
    auzkey: license.authkey,
    uuid: license.uuid,
    ap_ssid: 'SmartLife',
    ap_pwd: null,
  };

  it('reads one, and none', async () => {
    const it = bench({ 0x08: json({ ...stored, pskKey: license.pskKey, prod_test: false }) });
    expect(await it.run((test) => test.readLicense())).toMatchObject(license);
    expect(await bench({ 0x08: NO }).run((test) => test.readLicense())).toBeNull();
  });

  it('does not take an unreadable reply for none', async () => {
    const it = bench({ 0x08: '{"ret":false,"x":0x1}\0' });
    await expect(it.run((test) => test.readLicense())).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '08', malformed: true },
    });
    expect(it.notes.map(({ key }) => key)).toEqual(['test.malformed']);
  });

  it('writes one', async () => {
    const it = bench({ 0x07: OK });
    await it.run((test) => test.writeLicense({ ...license, facPin: '0123456789012345' }));
    expect(sent(it)).toEqual([
      [
        0x07,
        {
          auzkey: license.authkey,
          uuid: license.uuid,
          ap_ssid: 'SmartLife',
          prod_test: false,
          pskKey: license.pskKey,
          fac_pin: '0123456789012345',
        },
      ],
    ]);
  });

  it('carries the factory PIN over that the board told, and says so where it is lost', async () => {
    const held = json({
      ...stored,
      pskKey: '',
      prod_test: false,
      check_pin: true,
      fac_pin: 'abcdef0123456789',
    });
    const pin = ({ module }: Bench): unknown[] =>
      module.requests
        .filter(({ command }) => command === 7)
        .map(({ data }) => (JSON.parse(Buffer.from(data).toString()) as { fac_pin?: string }).fac_pin);
    const known = bench({ 0x07: OK, 0x08: held });
    await known.run(async (test) => {
      await test.readLicense();
      await test.writeLicense(license);
      await test.writeLicense({ ...license, facPin: 'other' });
    });
    expect(pin(known)).toEqual(['abcdef0123456789', 'other']);
    expect(known.notes).toEqual([]);
    await known.run((test) => test.writeLicense({ ...license, facPin: null }));
    expect(pin(known).at(-1)).toBeUndefined();
    expect(known.notes.map(({ key }) => key)).toEqual(['test.fac-pin-lost']);

    const unread = bench({ 0x07: OK, 0x08: NO });
    await unread.run((test) => test.writeLicense(license));
    await unread.run(async (test) => {
      await test.readLicense();
      await test.writeLicense({ ...license, facPin: null });
    });
    expect(pin(unread)).toEqual([undefined, undefined]);
    expect(unread.notes).toEqual([]);
  });

  it('takes no license of the other kind', async () => {
    const it = bench({ 0x07: OK });
    await it.run((test) => test.writeLicense({ ...license, kind: 'tuyaos' }));
    const other = { uuid: 'uuid0123456789abcdef', authkey: license.authkey, pskKey: '' };
    await expect(it.run((test) => test.writeLicense({ ...other, kind: 'tuyaopen' }))).rejects.toMatchObject({
      code: 'LICENSE_KIND',
      data: { kind: 'tuyaopen', wanted: 'tuyaos' },
    });
    expect(it.module.requests).toHaveLength(1);
    expect(sent(it)).not.toContainEqual([0x07, expect.objectContaining({ kind: 'tuyaos' })]);
  });

  it('checks it before anything is sent', async () => {
    const it = bench({ 0x07: OK });
    await expect(
      it.run((test) => test.writeLicense({ ...license, authkey: 'A'.repeat(31) })),
    ).rejects.toMatchObject({
      code: 'LICENSE_INVALID',
      data: { problem: 'authkey-length' },
    });
    expect(it.module.written).toEqual([]);
  });

  it('repeats a write whose reply was lost, and says when the module refuses', async () => {
    const it = bench({ 0x07: ({ count }) => (count === 1 ? null : OK) });
    await it.run((test) => test.writeLicense(license));
    expect(it.module.requests).toHaveLength(2);
    expect(it.clock.now()).toBeGreaterThan(6000);
    for (const answer of [NO, F0_STYLE]) {
      await expect(bench({ 0x07: answer }).run((test) => test.writeLicense(license))).rejects.toMatchObject({
        code: 'LICENSE_REFUSED',
      });
    }
    await expect(bench({}).run((test) => test.writeLicense(license))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
    });
  });

  it('lets no secret into an error or a note', async () => {
    for (const answer of [NO, null, `${JSON.stringify(stored)}0x1\0`]) {
      const it = bench({ 0x07: answer, 0x08: answer });
      for (const work of [
        (test: ProductionTest): Promise<unknown> => test.writeLicense(license),
        (test: ProductionTest): Promise<unknown> => test.readLicense(),
      ]) {
        const error: unknown = await it.run(work).catch((thrown: unknown) => thrown);
        const text = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(it.notes)}`;
        expect(text).not.toContain(license.authkey);
        expect(text).not.toContain(license.pskKey);
      }
    }
  });
});

describe('12 and 13, the country', () => {
  it('reads it; never set is no error', async () => {
    const read = (answer: Answer): Promise<string> =>
      bench({ 0x13: answer }).run((test) => test.readCountry());
    expect(await read(json({ country: 'US', ret: true }))).toBe('US');
    expect(await read(json({ country: '', ret: true }))).toBe('');
    expect(await read(NO)).toBe('');
    await expect(read(F0_STYLE)).rejects.toMatchObject({ code: 'TEST_NO_REPLY', data: { command: '13' } });
  });

  it('writes it and reads it back', async () => {
    const it = bench({ 0x12: OK, 0x13: json({ country: 'DE', ret: true }) });
    await it.run((test) => test.writeCountry('DE'));
    expect(sent(it)).toEqual([
      [0x12, { country: 'DE' }],
      [0x13, null],
    ]);
  });

  it('is not content with another', async () => {
    const it = bench({ 0x12: OK, 0x13: json({ country: 'CN', ret: true }) });
    await expect(it.run((test) => test.writeCountry('DE'))).rejects.toMatchObject({
      code: 'COUNTRY_MISMATCH',
      data: { wanted: 'DE', got: 'CN' },
    });
    await expect(bench({ 0x12: NO, 0x13: NO }).run((test) => test.writeCountry('DE'))).rejects.toMatchObject({
      code: 'COUNTRY_MISMATCH',
      data: { wanted: 'DE', got: '' },
    });
  });

  it.each(['ZZ', 'us', 'JP1', ''])('never sends %j', async (country) => {
    const it = bench({ 0x12: OK });
    await expect(it.run((test) => test.writeCountry(country))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(it.module.requests).toEqual([]);
  });
});

describe('0B to 0D, the user configuration', () => {
  /** Its CRC has the top bit set, so that signed and unsigned differ. */
  const config = Buffer.from('{"Jsonver":"1.1.2","module":"CBU"}');

  it('sends length, signed CRC, the bytes, and the end', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => Buffer.from(`{"a":${index}}`));
    const high = texts.find((text) => crc32(text) >= 0x80000000) ?? config;
    const it = bench({ 0x0b: OK, 0x0c: OK, 0x0d: OK });
    await it.run((test) => test.writeUserConfig(high));
    const [start, data, finish] = it.module.requests;
    expect(crc32(high)).toBeGreaterThanOrEqual(0x80000000);
    expect(JSON.parse(Buffer.from(start?.data ?? []).toString())).toEqual({
      crc32: crc32(high) - 2 ** 32,
      len: high.length,
    });
    expect(Buffer.from(data?.data ?? []).equals(high)).toBe(true);
    expect(finish).toMatchObject({ command: 0x0d, data: new Uint8Array(0) });
  });

  it.each([
    ['start', { 0x0b: NO }],
    ['data', { 0x0b: OK, 0x0c: NO }],
    ['finish', { 0x0b: OK, 0x0c: OK, 0x0d: NO }],
  ])('names the step that was refused: %s', async (step, answers) => {
    await expect(bench(answers).run((test) => test.writeUserConfig(config))).rejects.toMatchObject({
      code: 'USER_CONFIG_REFUSED',
      data: { step },
    });
  });

  it('begins anew when a reply is lost: the bytes must not arrive twice', async () => {
    const it = bench({ 0x0b: OK, 0x0c: ({ count }) => (count === 1 ? null : OK), 0x0d: OK });
    await it.run((test) => test.writeUserConfig(config));
    expect(it.module.requests.map(({ command }) => command)).toEqual([0x0b, 0x0c, 0x0b, 0x0c, 0x0d]);
  });

  it('gives up after three rounds, and sends nothing that cannot be sent', async () => {
    const it = bench({ 0x0b: OK });
    await expect(it.run((test) => test.writeUserConfig(config))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '0C' },
    });
    expect(it.module.requests).toHaveLength(6);
    for (const size of [0, 0x10000]) {
      const none = bench({});
      await expect(none.run((test) => test.writeUserConfig(new Uint8Array(size)))).rejects.toMatchObject({
        code: 'USER_CONFIG_REFUSED',
        data: { step: 'length' },
      });
      expect(none.module.requests).toEqual([]);
    }
  });
});

describe('03, 02 and 0A', () => {
  it('measures the radio, for up to 15 s', async () => {
    const it = bench({ 0x03: json({ ret: true, rssi: -45 }) });
    expect(await it.run((test) => test.rssi('kiln "test"'))).toBe(-45);
    expect(sent(it)).toEqual([[0x03, { ssid: 'kiln "test"' }]]);
    await expect(
      bench({ 0x03: json({ ret: false, rssi: -88 }) }).run((test) => test.rssi('a')),
    ).rejects.toMatchObject({
      code: 'RSSI_TOO_LOW',
      data: { ssid: 'a', rssi: -88 },
    });
    const silent = bench({});
    await expect(silent.run((test) => test.rssi('a'))).rejects.toMatchObject({ code: 'TEST_NO_REPLY' });
    expect(silent.clock.now()).toBeGreaterThan(45_000);
  });

  it('tells an access point that was not heard from one that is too weak', async () => {
    const rssi = (answer: Answer): Promise<number> => bench({ 0x03: answer }).run((test) => test.rssi('a'));
    expect(await rssi(json({ ret: true, rssi: '-61' }))).toBe(-61);
    await expect(rssi(NO)).rejects.toMatchObject({ code: 'RSSI_NO_AP', data: { ssid: 'a' } });
    for (const none of [0, null, '', 'x', 12])
      await expect(rssi(json({ ret: false, rssi: none }))).rejects.toMatchObject({ code: 'RSSI_NO_AP' });
    for (const unclear of [OK, F0_STYLE, json({ ret: true, rssi: 0 }), json({ ret: true, rssi: 'strong' })])
      await expect(rssi(unclear)).rejects.toMatchObject({
        code: 'TEST_NO_REPLY',
        data: { command: '03', malformed: true },
      });
  });

  it('sends the pin map it was given, and names the pins that failed', async () => {
    const it = bench({ 0x02: json({ ret: false, G: [[6, 7], [8]] }) });
    const map = { G: [{ in: 6, out: 7 }, 8], pull: true };
    await expect(it.run((test) => test.gpio(map))).rejects.toMatchObject({
      code: 'GPIO_FAILED',
      data: { detail: '{"G":[[6,7],[8]]}', pins: '6, 7, 8' },
    });
    expect(sent(it)).toEqual([[0x02, map]]);
    await expect(bench({ 0x02: F0_STYLE }).run((test) => test.gpio())).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '02', malformed: true },
    });
  });

  it('says so where the application wants a map and none is given', async () => {
    const it = bench({ 0x02: OK }, [0x13, 0x08]);
    await it.run((test) => test.gpio());
    expect(it.notes.map(({ key }) => key)).toEqual(['test.no-pin-map']);
    await it.run((test) => test.gpio({ G: [] }));
    expect(it.notes).toHaveLength(1);
  });

  it('tests the pins', async () => {
    await expect(bench({ 0x02: OK }).run((test) => test.gpio())).resolves.toBeUndefined();
    await expect(bench({ 0x02: NO }).run((test) => test.gpio())).rejects.toMatchObject({
      code: 'GPIO_FAILED',
      data: { detail: '?', pins: '?' },
    });
    await expect(
      bench({ 0x02: json({ ret: false, pin: [6, 7] }) }).run((test) => test.gpio()),
    ).rejects.toMatchObject({
      data: { detail: '{"pin":[6,7]}' },
    });
  });

  it('resets on one raw byte', async () => {
    await expect(bench({ 0x0a: Uint8Array.of(0) }).run((test) => test.reset())).resolves.toBeUndefined();
    const odd = bench({ 0x0a: OK });
    await odd.run((test) => test.reset());
    expect(odd.notes.map(({ key }) => key)).toEqual(['test.reset-odd']);
    const error: unknown = await bench({})
      .run((test) => test.reset())
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KilnError);
  });
});
