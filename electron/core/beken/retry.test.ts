import { describe, expect, it } from 'vitest';

import { KilnError } from '../../../shared/errors/kiln-error.js';
import { BadStatus, NoReply } from './link-errors.js';
import { relink, retrying } from './retry.js';
import { scriptedSession } from './testing/scripted-session.js';

const retry = {
  tries: 3,
  during: 'program',
  what: 'write 0x011000',
  giveUp: (cause: Error) => new KilnError('FLASH_WRITE', { address: '0x011000', cause: cause.message }),
} as const;

describe('relink', () => {
  it('is one link check where the loader answers', async () => {
    const { clock, session, transport } = await scriptedSession({});
    await clock.run(relink(session, 'program'));
    expect(transport.written).toHaveLength(1);
  });

  it('fills up a torn frame after the first silence (protocol §2.5)', async () => {
    let asked = 0;
    const { clock, session, transport } = await scriptedSession({
      short: { 0x00: () => (++asked < 2 ? null : Uint8Array.of(0)) },
    });
    await clock.run(relink(session, 'program'));
    expect(transport.written.map((bytes) => bytes.length)).toEqual([5, 4108, 5]);
    expect(transport.written[1]?.every((byte) => byte === 0x00)).toBe(true);
  });

  it('fills it up before anything else where a frame may be torn: a link check must not become its address', async () => {
    const { clock, session, transport } = await scriptedSession({});
    await clock.run(relink(session, 'erase', true));
    expect(transport.written.map((bytes) => bytes.length)).toEqual([4108, 5]);
  });

  it('gives up after three link checks and says where', async () => {
    const { clock, session, transport } = await scriptedSession({ short: { 0x00: () => null } });
    await expect(clock.run(relink(session, 'erase'))).rejects.toMatchObject({
      code: 'LINK_LOST',
      data: { during: 'erase' },
    });
    expect(transport.written.filter((bytes) => bytes.length === 5)).toHaveLength(3);
    expect(clock.now()).toBe(900);
  });
});

describe('retrying', () => {
  it('finds the link again between tries and tells the number of the try', async () => {
    const { clock, session, transport, notes } = await scriptedSession({});
    const attempts: number[] = [];
    const work = (attempt: number): Promise<string> => {
      attempts.push(attempt);
      return attempt < 3 ? Promise.reject(new NoReply('write sector', 1046)) : Promise.resolve('done');
    };
    await expect(clock.run(retrying(session, retry, work))).resolves.toBe('done');
    expect(attempts).toEqual([1, 2, 3]);
    expect(transport.written.map((bytes) => bytes.length)).toEqual([4108, 5, 4108, 5]);
    expect(notes()).toEqual(['loader.retry', 'loader.retry']);
  });

  it('makes the error from the last cause', async () => {
    const { clock, session } = await scriptedSession({});
    const work = () => Promise.reject(new BadStatus('write sector', 9));
    await expect(clock.run(retrying(session, retry, work))).rejects.toMatchObject({
      code: 'FLASH_WRITE',
      data: { cause: 'write sector: status 9' },
    });
  });

  it('tells a lost link from a failed write', async () => {
    const { clock, session } = await scriptedSession({ short: { 0x00: () => null } });
    const work = () => Promise.reject(new NoReply('write sector', 1046));
    await expect(clock.run(retrying(session, retry, work))).rejects.toMatchObject({ code: 'LINK_LOST' });
  });

  it('does not try again what a retry cannot mend', async () => {
    const { clock, session, transport } = await scriptedSession({});
    const lost = new KilnError('PORT_LOST', { path: 'x' });
    await expect(clock.run(retrying(session, retry, () => Promise.reject(lost)))).rejects.toBe(lost);
    expect(transport.written).toHaveLength(0);
  });
});
