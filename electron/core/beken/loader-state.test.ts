import { describe, expect, it } from 'vitest';

import type { BoardFacts } from './api.js';
import { initialState, isTerminal, next, type LoaderOutcome, type LoaderState } from './loader-state.js';

const facts: BoardFacts = {
  protocolClass: 'T',
  chip: 'BK7231T',
  bootVersion: 'BK7231S_1.0.6',
  chipId: null,
  flashId: null,
  flashBytes: 0x200000,
};
const plan = { start: 0x11000, end: 0x12000, image: new Uint8Array(0x1000) };
const PATH: readonly LoaderOutcome[] = [
  { type: 'captured' },
  { type: 'identified', facts },
  { type: 'baud-settled', baudRate: 921600 },
  { type: 'placed', plan },
  { type: 'unprotected' },
  { type: 'erased' },
  { type: 'programmed' },
  { type: 'verified', crc: 0x12345678 },
  { type: 'rebooted' },
];

function run(outcomes: readonly LoaderOutcome[]): LoaderState {
  return outcomes.reduce<LoaderState>(next, initialState([921600, 460800, 115200]));
}

describe('next', () => {
  it('goes from capture to success in the order of the protocol page', () => {
    const states = PATH.map((_, length) => run(PATH.slice(0, length)).at);
    expect(states).toEqual([
      'capture',
      'identify',
      'baud',
      'place',
      'unprotect',
      'erase',
      'program',
      'verify',
      'reboot',
    ]);
    expect(run(PATH)).toEqual({
      at: 'succeeded',
      report: { facts, baudRate: 921600, start: 0x11000, bytes: 0x1000, crc: 0x12345678 },
    });
  });

  it('goes back to capture for a slower rate when a rate loses the board', () => {
    const lost = run([...PATH.slice(0, 2), { type: 'baud-lost', failed: 921600 }]);
    expect(lost).toEqual({ at: 'capture', rates: [460800, 115200], failed: [921600] });
    const again = [...PATH.slice(0, 2), { type: 'baud-lost', failed: 460800 } as const].reduce(next, lost);
    expect(again).toEqual({ at: 'capture', rates: [115200], failed: [921600, 460800] });
  });

  it('fails and is cancelled from every working state, saying where', () => {
    const error = new Error('x');
    PATH.forEach((_, length) => {
      const state = run(PATH.slice(0, length));
      expect(next(state, { type: 'failed', error })).toEqual({ at: 'failed', error, during: state.at });
      expect(next(state, { type: 'cancelled' })).toEqual({ at: 'cancelled', during: state.at });
    });
  });

  it('stays where it ended', () => {
    const ends: readonly LoaderState[] = [
      run(PATH),
      { at: 'failed', error: new Error('x'), during: 'erase' },
      { at: 'cancelled', during: 'place' },
    ];
    for (const end of ends) {
      expect(isTerminal(end)).toBe(true);
      for (const outcome of [...PATH, { type: 'cancelled' } as const]) expect(next(end, outcome)).toBe(end);
    }
  });

  it('takes no outcome that is not of the state', () => {
    PATH.forEach((_, length) => {
      const state = run(PATH.slice(0, length));
      const foreign = PATH.filter((_outcome, index) => index !== length);
      for (const outcome of foreign) expect(() => next(state, outcome)).toThrow(` in ${state.at}`);
    });
  });
});
