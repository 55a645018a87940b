import { describe, expect, it } from 'vitest';

import { tuningOfFaults } from '../catalogue/faults.js';
import { syntheticLicense } from '../conditions/license.js';
import { N_LAYOUT, T_LAYOUT } from '../storage/layout.js';
import { decodeProtectedSector } from '../storage/protected-sector.js';
import { copiesIn } from '../testing/flash-content.js';
import { LINK } from '../testing/frames.js';
import { same } from '../testing/hex.js';
import { storedIn } from '../testing/stored-values.js';
import { splitFrames, TestBench, testFrame } from '../testing/test-bench.js';

const CHIPS = ['BK7231T', 'BK7231N'] as const;
const MAC = 'd81f12004a07';
const OLD = syntheticLicense(MAC);
const LICENSE = {
  auzkey: 'K'.repeat(32),
  uuid: 'u'.repeat(16),
  ap_ssid: 'SmartLife',
  prod_test: false,
  pskKey: 'p'.repeat(37),
};

const faulty = (chip: (typeof CHIPS)[number], ...faults: string[]): TestBench =>
  new TestBench({ chip, mac: MAC, condition: 'authorized', ...tuningOfFaults(faults) });

describe.each(CHIPS)('a license write on a %s that goes wrong', (chip) => {
  it('is refused: nothing changes in flash', async () => {
    const bench = await faulty(chip, 'license-refused').enter();
    const before = bench.board.flashImage();
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: false });
    expect(same(bench.board.flashImage(), before)).toBe(true);
    expect(bench.json(0x08)).toMatchObject({ uuid: OLD.uuid });
  });

  it('does not stick: 08 differs from 07 in the authkey', async () => {
    const bench = await faulty(chip, 'license-altered').enter();
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    const { auzkey, ...rest } = bench.json(0x08) as typeof LICENSE;
    expect(rest).toMatchObject({ uuid: LICENSE.uuid, pskKey: LICENSE.pskKey });
    expect(auzkey).toHaveLength(32);
    expect(auzkey).not.toBe(LICENSE.auzkey);
  });

  it('is acknowledged and forgotten: 08 tells the old one', async () => {
    const bench = await faulty(chip, 'license-lost').enter();
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    expect(bench.json(0x08)).toMatchObject({ uuid: OLD.uuid });
  });

  it('is kept until the reset only, where the flash takes no writes', async () => {
    const bench = await faulty(chip, 'flash-locked').enter();
    expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
    await bench.enter();
    expect(bench.json(0x08)).toMatchObject({ uuid: OLD.uuid });
  });
});

describe.each(CHIPS)('replies of a %s', (chip) => {
  it('are dropped by number, the work done all the same; those to 00 do not count', async () => {
    const bench = await faulty(chip, 'drop-reply=2,3').enter();
    expect(bench.ask(0x19)).not.toBeNull();
    expect(bench.ask(0x00)).not.toBeNull();
    expect(bench.json(0x07, LICENSE)).toBeNull();
    expect(bench.ask(0x08)).toBeNull();
    expect(bench.json(0x08)).toMatchObject({ uuid: LICENSE.uuid });
    // Over a reset too: the board has lost two replies in its life and loses no third one.
    await bench.enter();
    for (let count = 0; count < 4; count++) expect(bench.ask(0x19)).not.toBeNull();
  });

  it('are dropped once for one command', async () => {
    const bench = await faulty(chip, 'drop-first=08').enter();
    expect(bench.ask(0x09)).not.toBeNull();
    expect(bench.ask(0x08)).toBeNull();
    expect(bench.ask(0x08)).not.toBeNull();
  });

  it('carry a wrong sum where they are damaged', async () => {
    const bench = await faulty(chip, 'damage-reply=1').enter();
    bench.host.send(testFrame(0x19));
    expect(() => splitFrames(bench.host.take())).toThrow(/no frame/);
    expect(bench.ask(0x19)?.text).toBe('{"ret":true}');
  });

  it('are late by command, and what queues behind is late too', async () => {
    const bench = await faulty(chip, 'late=3000:08').enter();
    expect(bench.ask(0x19)).not.toBeNull();
    bench.host.send(testFrame(0x08));
    bench.host.send(testFrame(0x09));
    await bench.clock.advance(2999);
    expect(bench.host.take()).toHaveLength(0);
    await bench.clock.advance(2);
    expect(splitFrames(bench.host.take()).map(({ command }) => command)).toEqual([0x08, 0x09]);
  });

  it('to 00 come twice where one more follows (authorization §0.1.9)', async () => {
    const bench = faulty(chip, 'extra-enter-reply=200');
    await bench.reachWindow();
    bench.host.send(testFrame(0x00));
    expect(splitFrames(bench.host.take())).toHaveLength(1);
    await bench.clock.advance(200);
    expect(splitFrames(bench.host.take()).map(({ command, data }) => [command, data.length])).toEqual([
      [0, 2],
    ]);
  });

  it('to 0A are missing, with and without the reboot', async () => {
    const silent = await faulty(chip, 'reset-silent').enter();
    expect(silent.ask(0x0a)).toBeNull();
    await silent.clock.advance(10);
    silent.host.rate = 115200;
    silent.host.send(LINK);
    expect(silent.host.look()).not.toBe('');
    const ignored = await faulty(chip, 'reset-ignored').enter();
    expect(ignored.ask(0x0a)).toBeNull();
    await ignored.clock.advance(1000);
    expect(ignored.ask(0x19)?.text).toBe('{"ret":true}');
  });

  it('to 06 name another firmware, say false, or do not come', async () => {
    expect((await faulty(chip, 'wrong-firmware=lamp@9.0').enter()).json(0x06)).toEqual({
      ret: true,
      firmName: 'lamp',
      firmVer: '9.0',
    });
    expect((await faulty(chip, 'no-fingerprint').enter()).json(0x06)).toEqual({ ret: false });
    expect((await faulty(chip, 'fingerprint-silent').enter()).ask(0x06)).toBeNull();
  });

  it('to 03 and 02 tell a weak signal, no access point, a failed pin', async () => {
    const weak = await faulty(chip, 'rssi=-85', 'gpio').enter();
    expect(weak.json(0x03, { ssid: 'line1' })).toEqual({ ret: true, rssi: -85 });
    expect(weak.json(0x02)).toEqual({ ret: false });
    const alone = await faulty(chip, 'no-ap').enter();
    expect(alone.json(0x03, { ssid: 'line1' })).toEqual({ ret: false });
  });
});

describe('pins (authorization §1.3, §1.4)', () => {
  it('T knows its own, N 3.1.28 takes a list and names the failing ones', async () => {
    const t = await faulty('BK7231T', 'gpio-short=6,8').enter();
    expect(t.ask(0x02)?.text).toBe('{"ret":false}');
    const n = await faulty('BK7231N', 'gpio-short=6,8').enter();
    expect(n.json(0x02, { G: [[6, 7], [9]] })).toEqual({ ret: false, G: [6] });
    expect(n.json(0x02, { G: [7, 9] })).toEqual({ ret: true });
    expect(n.json(0x02)).toEqual({ ret: false, G: [6, 8] });
    expect(n.json(0x02, '{"G":[')).toEqual({ ret: false });
    const old = new TestBench({ chip: 'BK7231N', app: 'n-2.1.17', gpioShorts: [6] });
    expect((await old.enter()).json(0x02, { G: [7] })).toEqual({ ret: false });
  });
});

describe('power lost in the middle of 07', () => {
  const layouts = { BK7231T: T_LAYOUT, BK7231N: N_LAYOUT } as const;

  it.each(CHIPS)(
    '%s: at every operation the storage holds the old or the new license whole',
    async (chip) => {
      const seen = new Set<string>();
      for (let after = 0; after < 110; after += 3) {
        const bench = await faulty(chip, `power-loss=07:${after}:100`).enter();
        bench.host.send(testFrame(0x07, JSON.stringify(LICENSE)));
        const answered = splitFrames(bench.host.take()).length > 0;
        await bench.clock.advance(50);
        if (answered) break;
        expect(bench.log.at(-1)).toBe('power false');
        expect(bench.ask(0x19)).toBeNull();
        await bench.clock.advance(60);
        expect(bench.log).toContain('power true');
        await bench.enter();
        const { uuid } = bench.json(0x08) as { uuid: string };
        expect([OLD.uuid, LICENSE.uuid]).toContain(uuid);
        seen.add(uuid);
        // It strikes once.
        expect(bench.json(0x07, LICENSE)).toEqual({ ret: true });
        expect(bench.json(0x08)).toMatchObject({ uuid: LICENSE.uuid });
      }
      expect(seen).toEqual(new Set([OLD.uuid, LICENSE.uuid]));
    },
  );

  it('leaves a torn sector: half a page is in, the rest of the sector is erased', async () => {
    const bench = await faulty('BK7231T', 'power-loss=07:4:stay').enter();
    const before = bench.board.flashImage();
    bench.host.send(testFrame(0x07, JSON.stringify(LICENSE)));
    await bench.clock.advance(1);
    const after = bench.board.flashImage();
    const changed = Array.from({ length: 0x11 }, (_, nth) => 0x1ef000 + nth * 0x1000).filter(
      (at) => !same(before.subarray(at, at + 0x1000), after.subarray(at, at + 0x1000)),
    );
    expect(changed).toHaveLength(1);
    const at = changed[0] ?? 0;
    // One erase, three whole pages and half of the fourth.
    expect(after.subarray(at + 0x380, at + 0x1000).every((byte) => byte === 0xff)).toBe(true);
    expect(after.subarray(at + 0x300, at + 0x380).every((byte) => byte === 0xff)).toBe(false);
    expect(copiesIn(after, layouts.BK7231T).map(({ sector }) => sector)).not.toContain(at);
    expect(storedIn('BK7231T', after, 'gw_bi')).toContain(OLD.uuid);
    await bench.clock.advance(60_000);
    expect(bench.log.at(-1)).toBe('power false');
    bench.board.power(true);
    await bench.clock.advance(10);
    expect(bench.log).toContain('power true');
  });

  it('may leave N with a torn protected sector and a mirror that holds the old license', async () => {
    // gw_bi and gw_wsm take 17 operations each, then the first protected copy.
    const bench = await faulty('BK7231N', 'power-loss=07:40:stay').enter();
    bench.host.send(testFrame(0x07, JSON.stringify(LICENSE)));
    await bench.clock.advance(1);
    const flash = bench.board.flashImage();
    expect(decodeProtectedSector(flash.slice(0x1ed000, 0x1ee000))).toBeNull();
    const mirror = decodeProtectedSector(flash.slice(0x1cf000, 0x1d0000))?.records.get('gw_bi') ?? [];
    expect(Buffer.from(mirror).toString()).toContain(OLD.uuid);
    expect(storedIn('BK7231N', flash, 'gw_bi')).toContain(LICENSE.uuid);
  });

  it('takes the time of the work that was done', async () => {
    const tuning = tuningOfFaults(['power-loss=07:17:stay']);
    const bench = new TestBench({ chip: 'BK7231T', condition: 'authorized', timing: 'realistic', ...tuning });
    await bench.reachWindow();
    bench.host.send(testFrame(0x00));
    await bench.clock.advance(100);
    const frame = testFrame(0x07, JSON.stringify(LICENSE));
    bench.host.send(frame);
    const onWire = (frame.length * 10_000) / 9600;
    // One sector, and the erase of the next.
    const work = 45 + 16 * 0.5 + 45;
    await bench.clock.advance(onWire + work - 2);
    expect(bench.log.at(-1)).not.toBe('power false');
    await bench.clock.advance(4);
    expect(bench.log.at(-1)).toBe('power false');
  });
});
