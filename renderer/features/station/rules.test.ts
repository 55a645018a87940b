import { describe, expect, it } from 'vitest';

import { makeToken } from '../../../shared/domain/token.js';
import {
  failedSlot,
  idleSlot,
  passedSlot,
  serialPort,
  stationOf,
  TOKEN,
  VIRTUAL_PORT,
  waitingSlot,
  workingSlot,
} from '../../dev/samples.js';
import { nextAction } from './next-action.js';
import { NO_SCAN, nextScan } from './scan.js';
import { hindranceOf, lookOf, secondsOf } from './slot-look.js';

const PORTS = [serialPort(5), serialPort(6)];

describe('a slot', () => {
  const mode = 'burn-authorize';

  it('is hindered by a missing token, then by a missing port', () => {
    expect(hindranceOf(idleSlot(1), { token: null, mode }, PORTS)).toBe('noToken');
    expect(hindranceOf(idleSlot(1, null), { token: TOKEN, mode }, PORTS)).toBe('noPort');
    expect(hindranceOf(idleSlot(1, null), { token: TOKEN, mode }, [])).toBe('noPorts');
    expect(hindranceOf(workingSlot(1), { token: TOKEN, mode }, PORTS)).toBe('running');
    expect(hindranceOf(idleSlot(1), { token: TOKEN, mode }, PORTS)).toBeNull();
  });

  it.each(['unlock', 'wipe', 'production-test'] as const)('needs no token at %s', (own) => {
    expect(hindranceOf(idleSlot(1), { token: null, mode: own }, PORTS)).toBeNull();
  });

  it('looks ready only when it could run', () => {
    expect(lookOf(idleSlot(1), null)).toBe('ready');
    expect(lookOf(idleSlot(1), 'noToken')).toBe('notReady');
    expect(lookOf(failedSlot(1), 'noToken')).toBe('fail');
  });

  it('takes the seconds of its record, or of its stages where it has none', () => {
    expect(secondsOf(passedSlot(1))).toBe(19.8);
    const { state, ...slot } = failedSlot(1);
    expect(state.phase).toBe('failed');
    const bare = {
      ...slot,
      state: { phase: 'failed' as const, error: { code: 'PORT_BUSY' as const, data: {} }, record: null },
    };
    expect(secondsOf({ ...bare, stages: [{ id: 'capture', status: 'failed', seconds: 2.5 }] })).toBe(2.5);
    expect(secondsOf({ ...bare, stages: [] })).toBeNull();
    expect(secondsOf(idleSlot(1))).toBeNull();
  });
});

describe('nextAction', () => {
  const scene = { ports: [...PORTS, VIRTUAL_PORT], focusedSlot: 1, demoToken: null };

  it('is the token as long as there is none', () => {
    const station = stationOf([idleSlot(1)], { token: null });
    expect(nextAction({ ...scene, station })).toEqual({ do: 'token' });
    expect(nextAction({ ...scene, station, demoToken: 'X' })).toEqual({ do: 'demo-token' });
  });

  it('is Run all while nothing runs', () => {
    expect(nextAction({ ...scene, station: stationOf([idleSlot(1), passedSlot(2)]) })).toEqual({
      do: 'run-all',
    });
  });

  it('is the reset of a virtual board that waits, before anything else', () => {
    const station = stationOf([failedSlot(1), waitingSlot(2, 0, { port: VIRTUAL_PORT.path })]);
    expect(nextAction({ ...scene, station })).toEqual({ do: 'reset', slot: 2 });
  });

  it('is a failed slot, the focused one first', () => {
    const station = stationOf([failedSlot(1), workingSlot(2), failedSlot(3)]);
    expect(nextAction({ ...scene, station, focusedSlot: 2 })).toEqual({ do: 'run-again', slot: 1 });
    expect(nextAction({ ...scene, station, focusedSlot: 3 })).toEqual({ do: 'run-again', slot: 3 });
  });

  it('is the slot that stands still while others run, and nothing when all run', () => {
    expect(nextAction({ ...scene, station: stationOf([workingSlot(1), passedSlot(2)]) })).toEqual({
      do: 'run-again',
      slot: 2,
    });
    expect(nextAction({ ...scene, station: stationOf([workingSlot(1), waitingSlot(2, 0)]) })).toEqual({
      do: 'none',
    });
  });
});

describe('nextScan', () => {
  const token = makeToken(Uint8Array.from({ length: 15 }, (_, index) => index * 2));
  const type = (text: string, gap: number) =>
    [...text].reduce((scan, key, index) => nextScan(scan, key, 1000 + index * gap).scan, NO_SCAN);

  it('takes a whole token that comes fast and ends with Enter', () => {
    expect(nextScan(type(token, 5), 'Enter', 1000 + token.length * 5)).toEqual({ scan: NO_SCAN, token });
  });

  it('takes nothing from slow hands, other barcodes, or Enter alone', () => {
    expect(nextScan(type(token, 150), 'Enter', 1000 + token.length * 150).token).toBeNull();
    expect(nextScan(type('4006381333931', 5), 'Enter', 1065).token).toBeNull();
    expect(nextScan(NO_SCAN, 'Enter', 0).token).toBeNull();
  });

  it('forgets what came before a control key', () => {
    const broken = nextScan(type(token.slice(0, 8), 5), 'Tab', 1041).scan;
    expect(broken).toEqual(NO_SCAN);
  });
});
