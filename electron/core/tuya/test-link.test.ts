import { describe, expect, it } from 'vitest';
import { cancelled } from '../../../shared/errors/kiln-error.js';
import { VirtualClock } from '../time/testing/virtual-clock.js';
import { bytesOf, json, moduleFrame, ScriptedModule, type Script } from './testing/scripted-module.js';
import { TestLink } from './test-link.js';

function setUp(script: Script): {
  clock: VirtualClock;
  module: ScriptedModule;
  link: TestLink;
  notes: unknown[];
  controller: AbortController;
} {
  const clock = new VirtualClock();
  const module = new ScriptedModule(clock, script);
  const controller = new AbortController();
  const notes: unknown[] = [];
  const link = new TestLink(module, { clock, signal: controller.signal, onNote: (note) => notes.push(note) });
  return { clock, module, link, notes, controller };
}

describe('TestLink', () => {
  it('gives the data of the reply, and takes no longer than it takes', async () => {
    const { clock, link, module } = setUp(({ command }, it) => it.reply(command, json({ ret: true }), 20));
    const data = await clock.run(link.request('fingerprint'));
    expect(Buffer.from(data).toString()).toBe('{"ret":true}\0');
    // 7 bytes at 9600 baud, then 20 ms.
    expect(clock.now()).toBeCloseTo(27.3, 1);
    expect(module.listeners).toBe(0);
  });

  it('drops replies to other commands, heartbeats and noise', async () => {
    const { clock, link } = setUp(({ command }, it) => {
      it.reply(0x09, json({ ret: true, mac: 'late' }), 5);
      it.send(bytesOf('55 AA 00 00 00 00 FF 55 55 12'), 6);
      it.reply(command, 'mine', 8);
    });
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('mine');
  });

  it('puts a reply together from single bytes', async () => {
    const { clock, link } = setUp(({ command }, it) => {
      moduleFrame(command, json({ ret: true })).forEach((byte, index) =>
        it.send(Uint8Array.of(byte), 2 + index),
      );
    });
    expect(await clock.run(link.request('gpio'))).toHaveLength(13);
  });

  it('asks again when the reply is lost or its sum is wrong, and says so', async () => {
    const { clock, link, module, notes } = setUp(({ command, count }, it) => {
      if (count === 2) it.send(Uint8Array.from([...moduleFrame(command, 'x').subarray(0, -1), 0]));
      if (count === 3) it.reply(command, 'third');
    });
    expect(Buffer.from(await clock.run(link.request('readMac'))).toString()).toBe('third');
    expect(module.requests).toHaveLength(3);
    expect(notes).toEqual([
      { level: 'warning', key: 'test.retry', data: { command: '09', attempt: 2, tries: 3 } },
      { level: 'warning', key: 'test.retry', data: { command: '09', attempt: 3, tries: 3 } },
    ]);
  });

  it('takes a late reply to an earlier try; the second one does not answer another command', async () => {
    const { clock, link, module } = setUp(({ command, count }, it) => {
      if (command === 0x07) it.reply(0x07, count === 1 ? 'first' : 'second', 6100);
      else it.reply(command, 'read');
    });
    expect(Buffer.from(await clock.run(link.request('writeConfig', bytesOf('7B 7D')))).toString()).toBe(
      'first',
    );
    expect(module.requests).toHaveLength(2);
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('read');
  });

  it('lets the reply to the second try pass before the same command is asked anew', async () => {
    const said = ['first', 'second', 'third'];
    const { clock, link } = setUp(({ command, count }, it) => {
      it.reply(command, said[count - 1] ?? '', [1600, 200, 300][count - 1]);
    });
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('first');
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('third');
  });

  it('waits for the reply to every try before it goes on, as long as a flash write may take', async () => {
    const { clock, link } = setUp(({ command, count }, it) => {
      // The first is answered after its time, the second 0.8 s behind it: nothing of both may answer the second request.
      it.reply(command, ['none', 'none', 'one'][count - 1] ?? '', [1600, 900, 50][count - 1]);
    });
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('none');
    expect(clock.now()).toBeGreaterThan(2400);
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('one');
  });

  it('waits longer for the others where the first was very late', async () => {
    // 3 s for each, and one behind the other.
    const { clock, link, module } = setUp(({ command, count }, it) => {
      it.reply(command, `read ${count}`, [3000, 4490, 100][count - 1]);
    });
    const ask = async (): Promise<string> =>
      Buffer.from(await clock.run(link.request('readConfig'))).toString();
    expect(await ask()).toBe('read 1');
    expect(module.requests).toHaveLength(2);
    expect(await ask()).toBe('read 3');
  });

  it('goes on as soon as all replies are in', async () => {
    const { clock, link } = setUp(({ command, count }, it) =>
      it.reply(command, 'x', count === 1 ? 1510 : 10),
    );
    await clock.run(link.request('readMac'));
    expect(clock.now()).toBeLessThan(1600);
  });

  it('does not take the late reply of a request that was given up for the reply to the next', async () => {
    const { clock, link, module } = setUp(({ command, count }, it) => {
      if (count === 3) it.reply(command, 'late', 2000);
      if (count === 4) it.reply(command, 'mine', 20);
    });
    await expect(clock.run(link.request('readConfig'))).rejects.toMatchObject({ code: 'TEST_NO_REPLY' });
    expect(Buffer.from(await clock.run(link.request('readConfig'))).toString()).toBe('mine');
    expect(module.requests).toHaveLength(4);
    // Answered in time, the next one has nothing to wait for.
    const before = clock.now();
    module.requests.length = 0;
    await expect(clock.run(link.request('gpio', undefined, 1))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
    });
    expect(clock.now() - before).toBeLessThan(4100);
  });

  it('does not wait for ever for a line that never falls quiet', async () => {
    const { clock, link } = setUp(({ command, count }, it) => {
      if (count === 2) it.reply(command, 'x');
      for (let ms = 0; ms < 60_000; ms += 500) it.send(bytesOf('55 AA 00 09'), ms);
    });
    await clock.run(link.request('readMac'));
    expect(clock.now()).toBeLessThan(1600 + 3 * 2000);
  });

  it('does not take its own request for a reply, where TX and RX touch', async () => {
    const { clock, link } = setUp(({ command, data }, it) => {
      it.reply(command, data, 1);
      it.reply(command, json({ ret: true }), 30);
    });
    for (const sent of [undefined, bytesOf('7B 7D')])
      expect(await clock.run(link.request('gpio', sent))).toHaveLength(13);
  });

  it.each(['55 AA 00 00 00 00 FF', '55 AA 00 01 00 00 00'])(
    'asks no more once the application speaks (%s): the board has restarted',
    async (frame) => {
      const { clock, link, module } = setUp((_request, it) => it.send(bytesOf(frame), 900));
      await expect(clock.run(link.request('readMac'))).rejects.toMatchObject({
        code: 'TEST_NO_REPLY',
        data: { command: '09', tries: 1, restarted: true },
      });
      expect(module.requests).toHaveLength(1);
    },
  );

  it('gives up after three tries, each with its full time after the bytes have left', async () => {
    const { clock, link, module } = setUp(() => undefined);
    await expect(clock.run(link.request('writeConfig', new Uint8Array(953)))).rejects.toMatchObject({
      code: 'TEST_NO_REPLY',
      data: { command: '07', tries: 3, seconds: 6 },
    });
    // 960 bytes take one second at 9600 baud; the module's six seconds start behind them.
    expect(clock.now()).toBeCloseTo(3 * 7000, 0);
    expect(module.listeners).toBe(0);
  });

  it('finds a reply behind a false header when the time is up', async () => {
    const { clock, link } = setUp(({ command, count }, it) => {
      if (count === 1) it.send(Buffer.concat([bytesOf('55 AA 00 06 02 00'), moduleFrame(command, 'behind')]));
    });
    expect(Buffer.from(await clock.run(link.request('fingerprint'))).toString()).toBe('behind');
  });

  it('takes one request at a time', async () => {
    const { clock, link } = setUp(({ command }, it) => it.reply(command, 'x'));
    const first = link.request('gpio');
    await expect(link.request('readMac')).rejects.toThrow('one request');
    await clock.run(first);
    await expect(clock.run(link.request('readMac'))).resolves.toHaveLength(1);
  });

  it('ends at once when the port is lost or the operator stops', async () => {
    const lost = setUp((_request, it) => it.lose());
    await expect(lost.clock.run(lost.link.request('rssi'))).rejects.toMatchObject({
      code: 'PORT_LOST',
      data: { path: 'test:module', detail: 'unplugged' },
    });
    expect(lost.clock.now()).toBeLessThan(100);

    const stopped = setUp(() => stopped.controller.abort(cancelled()));
    await expect(stopped.clock.run(stopped.link.request('rssi'))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(stopped.clock.now()).toBeLessThan(100);
    expect(stopped.module.listeners).toBe(0);
  });

  it('does not hang on an adapter that never sends', async () => {
    const { clock, link, module } = setUp(() => undefined);
    module.drain = () => new Promise(() => undefined);
    await expect(clock.run(link.request('gpio'))).rejects.toMatchObject({
      code: 'PORT_LOST',
      data: { detail: 'stuck' },
    });
    expect(clock.now()).toBeLessThan(4000);
  });
});
