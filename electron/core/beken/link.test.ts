import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../time/testing/virtual-clock.js';
import * as table from './command-table.js';
import { BadStatus, NoReply } from './link-errors.js';
import { Link } from './link.js';
import { concat, hex } from './testing/hex.js';
import { ScriptedTransport } from './testing/scripted-transport.js';

const LINK_REPLY = hex('04 0E 05 01 E0 FC 01 00');
const never = new AbortController().signal;

function linked(answer?: ConstructorParameters<typeof ScriptedTransport>[0]) {
  const clock = new VirtualClock();
  const transport = new ScriptedTransport(answer);
  return { clock, transport, link: new Link(transport, clock) };
}

describe('Link', () => {
  it('sends a request and takes its reply', async () => {
    const { clock, link, transport } = linked(() => LINK_REPLY);
    await expect(clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never }))).resolves.toEqual({
      zero: 0,
    });
    expect(transport.written).toEqual([hex('01 E0 FC 01 00')]);
    expect(clock.pending).toBe(0);
  });

  it('drops foreign replies until the deadline, and no longer', async () => {
    const { clock, link } = linked(() => concat(LINK_REPLY, LINK_REPLY));
    const request = { baudRate: 921600, delayMs: 20 };
    await expect(
      clock.run(link.request(table.SET_BAUD, request, { ms: 520, signal: never })),
    ).rejects.toEqual(new NoReply('set baud rate', 520));
    expect(clock.now()).toBe(520);
  });

  it('finds the reply behind stale ones and noise', async () => {
    const reply = hex('04 0E 09 01 E0 FC 0F 00 10 0E 00 14');
    const { clock, link } = linked(() => concat(LINK_REPLY, hex('FF 00 04'), reply));
    const request = { baudRate: 921600, delayMs: 20 };
    await expect(
      clock.run(link.request(table.SET_BAUD, request, { ms: 520, signal: never })),
    ).resolves.toEqual(request);
  });

  it('starts the reply timer when the bytes have left, not when they are handed over (protocol §13)', async () => {
    const { clock, link, transport } = linked();
    transport.drain = () => new Promise((resolve) => clock.schedule(900, resolve));
    clock.schedule(1100, () => transport.emit(LINK_REPLY));
    await clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never }));
    expect(clock.now()).toBe(1100);
  });

  it('gives up on a port that takes no bytes', async () => {
    const { clock, link, transport } = linked();
    transport.drain = () => new Promise(() => undefined);
    await expect(
      clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never })),
    ).rejects.toBeInstanceOf(NoReply);
    expect(clock.now()).toBe(1000);
  });

  it('reports a refusal at once', async () => {
    const { clock, link } = linked(() => hex('04 0E FF 01 E0 FC F4 07 00 09 06 00 00 00 00 00'));
    const work = link.request(table.READ_SECTOR, { address: 0 }, { ms: 1000, signal: never });
    await expect(clock.run(work)).rejects.toEqual(new BadStatus('read sector', 6));
    expect(clock.now()).toBe(0);
  });

  it('has one request outstanding', async () => {
    const { clock, link } = linked();
    const first = link.request(table.LINK_CHECK, {}, { ms: 300, signal: never });
    await expect(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never })).rejects.toThrow(
      'outstanding',
    );
    await expect(clock.run(first)).rejects.toBeInstanceOf(NoReply);
  });

  it('stops at once when told to, with the reason given', async () => {
    const { clock, link } = linked();
    const stop = new AbortController();
    const reason = new Error('enough');
    clock.schedule(50, () => stop.abort(reason));
    await expect(
      clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: stop.signal })),
    ).rejects.toBe(reason);
    expect(clock.now()).toBe(50);
  });

  it('fails with the port, before and during a request', async () => {
    const { clock, link, transport } = linked();
    clock.schedule(50, () => transport.lose());
    const request = () => link.request(table.LINK_CHECK, {}, { ms: 300, signal: never });
    const lost = { code: 'PORT_LOST', data: { path: '/dev/scripted' } };
    await expect(clock.run(request())).rejects.toMatchObject(lost);
    expect(clock.now()).toBe(50);
    await expect(clock.run(request())).rejects.toMatchObject(lost);
  });

  it('does not let half a reply of long ago eat the next one', async () => {
    const { clock, link, transport } = linked();
    transport.emit(hex('04 0E FF 01 E0 FC F4 06 10 09 00'));
    await clock.advance(300);
    transport.answer = () => LINK_REPLY;
    await clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never }));
    expect(clock.now()).toBe(300);
  });

  it('keeps a reply that comes in two pieces, as USB adapters deliver it', async () => {
    const { clock, link, transport } = linked();
    clock.schedule(10, () => transport.emit(LINK_REPLY.subarray(0, 3)));
    clock.schedule(26, () => transport.emit(LINK_REPLY.subarray(3)));
    await clock.run(link.request(table.LINK_CHECK, {}, { ms: 300, signal: never }));
    expect(clock.now()).toBe(26);
  });

  it('leaves the transport to its owner', () => {
    const { link, transport } = linked();
    expect(transport.listeners).toBe(1);
    link.dispose();
    expect(transport.listeners).toBe(0);
  });
});
