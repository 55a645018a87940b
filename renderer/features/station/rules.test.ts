import { describe, expect, it } from 'vitest';

import type { SlotView, StationSnapshot } from '../../../shared/contract/station.js';
import { makeToken } from '../../../shared/domain/token.js';
import {
  failedSlot,
  idleSlot,
  ORDER,
  passedSlot,
  serialPort,
  stationOf,
  TOKEN,
  VIRTUAL_PORT,
  waitingSlot,
  workingSlot,
} from '../../dev/samples.js';
import { nextAction } from './next-action.js';
import { NO_SCAN, nextScan, scanKind } from './scan.js';
import { serialTarget } from './serial-target.js';
import { hindranceOf, lookOf, secondsOf } from './slot-look.js';

const PORTS = [serialPort(5), serialPort(6)];

describe('a slot', () => {
  const mode = 'burn-authorize';

  it('is hindered by a missing token, then by a missing port', () => {
    expect(hindranceOf(idleSlot(1), { token: null, mode, order: null }, PORTS)).toBe('noToken');
    expect(hindranceOf(idleSlot(1, null), { token: TOKEN, mode, order: null }, PORTS)).toBe('noPort');
    expect(hindranceOf(idleSlot(1, null), { token: TOKEN, mode, order: null }, [])).toBe('noPorts');
    expect(hindranceOf(workingSlot(1), { token: TOKEN, mode, order: null }, PORTS)).toBe('running');
    expect(hindranceOf(idleSlot(1), { token: TOKEN, mode, order: null }, PORTS)).toBeNull();
  });

  it.each(['unlock', 'wipe', 'production-test'] as const)('needs no token at %s', (own) => {
    expect(hindranceOf(idleSlot(1), { token: null, mode: own, order: null }, PORTS)).toBeNull();
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

describe('a slot whose board says its serial number', () => {
  const scene = { ports: PORTS, from: 1 };
  const read = (slot: number) => ({ ...idleSlot(slot), sn: `SN-${slot}` });
  const failedWith = (slot: number) => ({ ...failedSlot(slot), sn: `SN-${slot}` });
  const inOrder = (slots: SlotView[], change: Partial<StationSnapshot> = {}) =>
    stationOf(slots, { order: ORDER, ...change });

  it('is hindered until it did, and at no repair', () => {
    const station = inOrder([idleSlot(1)]);
    expect(hindranceOf(idleSlot(1), station, PORTS)).toBe('noSerial');
    expect(hindranceOf(read(1), station, PORTS)).toBeNull();
    expect(hindranceOf(idleSlot(1), { ...station, mode: 'unlock' }, PORTS)).toBeNull();
    expect(hindranceOf(idleSlot(1), { ...station, order: { ...ORDER, serials: false } }, PORTS)).toBeNull();
  });

  it('gets the next label where it is selected, else the one after it does', () => {
    const station = inOrder([idleSlot(1), read(2), idleSlot(3), workingSlot(4)]);
    expect(serialTarget({ ...scene, station })).toBe(1);
    expect(serialTarget({ ...scene, station, from: 2 })).toBe(3);
    expect(serialTarget({ ...scene, station, from: 4 })).toBe(1);
    expect(serialTarget({ ...scene, station, filled: 1 })).toBe(3);
  });

  it('that failed gets it where it is selected, or no other waits', () => {
    const station = inOrder([failedWith(1), idleSlot(2)]);
    expect(serialTarget({ ...scene, station })).toBe(1);
    expect(serialTarget({ ...scene, station, from: 2 })).toBe(2);
    expect(serialTarget({ ...scene, station: inOrder([failedWith(1), read(2)]), from: 2 })).toBe(1);
  });

  it('keeps its number where nobody went to its field, and is none without a port or an order', () => {
    expect(serialTarget({ ...scene, station: inOrder([read(1), workingSlot(2)]) })).toBeNull();
    expect(serialTarget({ ...scene, station: inOrder([idleSlot(1, null)]) })).toBeNull();
    expect(serialTarget({ ...scene, station: stationOf([idleSlot(1)]) })).toBeNull();
  });

  it('is what to do next, before what could run', () => {
    const next = { ports: PORTS, focusedSlot: 1, demoToken: null };
    expect(nextAction({ ...next, station: inOrder([read(1), idleSlot(2)]) })).toEqual({
      do: 'serial',
      slot: 2,
    });
    expect(nextAction({ ...next, station: inOrder([read(1), read(2)]) })).toEqual({ do: 'run-all' });
    expect(nextAction({ ...next, station: inOrder([failedWith(1)]) })).toEqual({ do: 'run-again', slot: 1 });
  });
});

describe('nextScan', () => {
  const token = makeToken(Uint8Array.from({ length: 15 }, (_, index) => index * 2));
  /** Types with a pause between two keys, as if slot 3 were selected first, and others by its digits. */
  const scanned = (text: string, gap: number) => {
    let scan = NO_SCAN;
    for (const [index, key] of [...text].entries())
      ({ scan } = nextScan(scan, key, { at: 1000 + index * gap, selected: index === 0 ? 3 : 1 }));
    return nextScan(scan, 'Enter', { at: 1000 + text.length * gap, selected: 1 });
  };

  it('takes what comes fast and ends with Enter, and knows where it began', () => {
    expect(scanned(token, 5)).toEqual({ scan: NO_SCAN, whole: { text: token, at: 1080, from: 3 } });
  });

  it('takes nothing from slow hands, or Enter alone', () => {
    expect(scanned(token, 150).whole).toBeNull();
    expect(scanned('', 5).whole).toBeNull();
    expect(scanned('12', 5).whole).toBeNull();
  });

  it('forgets what came before a control key', () => {
    const half = { text: 'ABCD', at: 1000, from: 1 };
    expect(nextScan(half, 'Tab', { at: 1005, selected: 1 }).scan).toEqual(NO_SCAN);
  });

  it.each([
    [token, 'token'],
    ['tkbb21tyv', 'order'],
    ['4006381333931', null],
  ])('%s is for %s, and a serial number where boards are asked for theirs', (text, kind) => {
    expect(scanKind(text, false)).toBe(kind);
    expect(scanKind(text, true)).toBe('serial');
  });
});
