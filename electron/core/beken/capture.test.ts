import { describe, expect, it } from 'vitest';

import { capture } from './capture.js';
import { hex } from './testing/hex.js';
import { scriptedSession } from './testing/scripted-session.js';

const LINK_REPLY = hex('04 0E 05 01 E0 FC 01 00');

describe('capture', () => {
  it('sends a link check every 10 ms, the restart words and a reset pulse every 3 s', async () => {
    const { clock, session, transport } = await scriptedSession({ short: { 0x00: () => null } });
    await expect(clock.run(capture(session, 9000))).rejects.toMatchObject({ code: 'BUS_NOT_CAPTURED' });
    const sent = transport.written.map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(sent.filter((text) => text === '01e0fc0100')).toHaveLength(900);
    expect(sent.filter((text) => text === Buffer.from('reboot\r\n').toString('hex'))).toHaveLength(3);
    expect(sent.filter((text) => text === '01e0fc05fe95279527')).toHaveLength(3);
    // RTS alone, then both, then RTS alone again; let go after each.
    const [alone, both, none] = [
      [false, true],
      [true, true],
      [false, false],
    ] as const;
    expect(transport.lines.map(({ dtr, rts }) => [dtr, rts])).toEqual([alone, none, both, none, alone, none]);
  });

  it('says once a second what it sees', async () => {
    const { clock, session, transport, events } = await scriptedSession({ short: { 0x00: () => null } });
    clock.schedule(2500, () => transport.emit(Buffer.from('\r\nprvHeapInit-start addr:0x4119c0\r\n')));
    await expect(clock.run(capture(session, 5000))).rejects.toMatchObject({
      data: { seconds: 5, seen: 'boot-log', bytes: 35 },
    });
    const seen = events.flatMap((event) => (event.type === 'waiting' ? [event.seen] : []));
    expect(seen).toEqual(['nothing', 'nothing', 'nothing', 'boot-log', 'boot-log']);
    expect(events.every((event) => event.type !== 'waiting' || event.deadline === 5000)).toBe(true);
  });

  it('drops the queue of replies and confirms with exactly one (protocol §0.3)', async () => {
    let asked = 0;
    const { clock, session, transport } = await scriptedSession({
      short: { 0x00: () => (++asked < 3 ? null : Uint8Array.of(0)) },
    });
    // Replies to the first two come late, while it settles.
    clock.schedule(40, () => transport.emit(LINK_REPLY));
    await clock.run(capture(session, 5000));
    expect(asked).toBe(4);
    // Two silent polls, 100 ms to settle, 20 ms for strays.
    expect(clock.now()).toBe(140);
  });

  it('does not settle while replies still trickle in', async () => {
    const { clock, session, transport } = await scriptedSession({});
    clock.schedule(110, () => transport.emit(LINK_REPLY));
    await clock.run(capture(session, 5000));
    expect(clock.now()).toBe(240);
  });

  it('settles beside noise', async () => {
    const { clock, session, transport } = await scriptedSession({});
    clock.schedule(105, () => transport.emit(hex('00 FF 04')));
    await clock.run(capture(session, 5000));
    expect(clock.now()).toBe(120);
  });

  it('goes on where the board falls silent again before it confirms', async () => {
    let asked = 0;
    const { clock, session } = await scriptedSession({
      short: { 0x00: () => (++asked === 1 || asked > 20 ? Uint8Array.of(0) : null) },
    });
    await clock.run(capture(session, 5000));
    expect(clock.now()).toBeGreaterThan(400);
  });

  it('does not take an echo for an answer', async () => {
    const { clock, session, transport } = await scriptedSession({});
    transport.answer = (bytes) => bytes;
    await expect(clock.run(capture(session, 1000))).rejects.toMatchObject({ data: { seen: 'echo' } });
  });

  it('asks a port without lines only once', async () => {
    const { clock, session, transport } = await scriptedSession({ short: { 0x00: () => null } });
    let asked = 0;
    transport.setLines = () => {
      asked += 1;
      return Promise.resolve(false);
    };
    await expect(clock.run(capture(session, 7000))).rejects.toMatchObject({ code: 'BUS_NOT_CAPTURED' });
    expect(asked).toBe(1);
  });

  it('ends in time even where the port takes no bytes', async () => {
    const { clock, session, transport } = await scriptedSession({});
    transport.drain = () => new Promise(() => undefined);
    await expect(clock.run(capture(session, 60_000))).rejects.toMatchObject({ code: 'BUS_NOT_CAPTURED' });
    expect(clock.now()).toBeLessThan(61_000);
  });

  it('stops when told to', async () => {
    const { clock, session, stop } = await scriptedSession({ short: { 0x00: () => null } });
    const reason = new Error('enough');
    clock.schedule(1234, () => stop.abort(reason));
    await expect(clock.run(capture(session, 60_000))).rejects.toBe(reason);
    expect(clock.now()).toBe(1234);
    expect(clock.pending).toBe(0);
  });
});
