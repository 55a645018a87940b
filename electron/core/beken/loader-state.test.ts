import { describe, expect, it } from 'vitest';

import type { BoardFacts } from './api.js';
import {
  initialState,
  isTerminal,
  next,
  placeOf,
  type LoaderOutcome,
  type LoaderState,
} from './loader-state.js';
import type { StepShape } from './task.js';

const facts: BoardFacts = {
  protocolClass: 'T',
  chip: 'BK7231T',
  bootVersion: 'BK7231S_1.0.6',
  chipId: null,
  flashId: null,
  flashBytes: 0x200000,
};
const STEPS: readonly StepShape[] = [
  { stage: 'place', again: null },
  { stage: 'unprotect', again: 1 },
  { stage: 'erase', again: 1 },
  { stage: 'program', again: 1 },
  { stage: 'verify', again: 1 },
  { stage: 'reboot', again: null },
];
const done: LoaderOutcome = { type: 'step-done' };
const LINKED: readonly LoaderOutcome[] = [
  { type: 'captured' },
  { type: 'identified', facts },
  { type: 'baud-settled', baudRate: 921600 },
];
const PATH: readonly LoaderOutcome[] = [...LINKED, ...STEPS.map(() => done)];
const error = new Error('silent');
const lost: LoaderOutcome = { type: 'link-lost', error };

function run(outcomes: readonly LoaderOutcome[]): LoaderState {
  return outcomes.reduce<LoaderState>(next, initialState([921600, 460800, 115200], STEPS));
}

function placeAfter(outcomes: readonly LoaderOutcome[]): string {
  const state = run(outcomes);
  return isTerminal(state) ? state.at : placeOf(state);
}

describe('next', () => {
  it('goes from capture to success in the order of the protocol page', () => {
    expect(PATH.map((_, length) => placeAfter(PATH.slice(0, length)))).toEqual([
      'capture',
      'identify',
      'baud',
      ...STEPS.map(({ stage }) => stage),
    ]);
    expect(run(PATH)).toEqual({ at: 'succeeded', board: { facts, baudRate: 921600 } });
  });

  it('goes back to capture for a slower rate when a rate loses the board', () => {
    const slower = run([...LINKED.slice(0, 2), { type: 'baud-lost', failed: 921600 }]);
    expect(slower).toMatchObject({ at: 'capture', rates: [460800, 115200], failed: [921600], lost: 0 });
    const again = [...LINKED.slice(0, 2), { type: 'baud-lost', failed: 460800 } as const].reduce(
      next,
      slower,
    );
    expect(again).toMatchObject({ at: 'capture', rates: [115200], failed: [921600, 460800] });
  });

  const writing = [...LINKED, done, done, done];

  it('looks for a lost loader, and goes on where the step says', () => {
    const state = run([...writing, lost]);
    expect(state).toMatchObject({
      at: 'relink',
      interrupted: { step: 1, during: 'program', facts },
      lost: 1,
    });
    expect(placeAfter([...writing, lost, { type: 'link-found', at: 'working-rate' }])).toBe('unprotect');
    const found: LoaderOutcome = { type: 'link-found', at: 'contact-rate' };
    expect(placeAfter([...writing, lost, found])).toBe('baud');
    expect(run([...writing, lost, found, { type: 'baud-settled', baudRate: 460800 }])).toMatchObject({
      at: 'task',
      step: 1,
      board: { baudRate: 460800 },
    });
  });

  it('captures, identifies and sets the rate again where the loader is gone', () => {
    const gone: readonly LoaderOutcome[] = [...writing, lost, { type: 'link-gone' }];
    const places = [0, 1, 2, 3].map((count) => placeAfter([...gone, ...LINKED.slice(0, count)]));
    expect(places).toEqual(['capture', 'identify', 'baud', 'unprotect']);
  });

  it('takes a slower rate from the second lost link on, and gives up after five', () => {
    const back: readonly LoaderOutcome[] = [lost, { type: 'link-found', at: 'working-rate' }];
    const twice = run([...writing, ...back, lost]);
    expect(twice).toMatchObject({ at: 'relink', rates: [460800, 115200] });
    const five = Array.from({ length: 5 }, () => back).flat();
    expect(run([...writing, ...five])).toMatchObject({ at: 'task', lost: 5 });
    expect(run([...writing, ...five, lost])).toEqual({ at: 'failed', error, during: 'unprotect' });
  });

  it('ends where a step has no way back', () => {
    expect(run([...LINKED, lost])).toEqual({ at: 'failed', error, during: 'place' });
  });

  it('fails and is cancelled from everywhere, and says where', () => {
    const paths = [...PATH.map((_, length) => PATH.slice(0, length)), [...writing, lost]];
    for (const path of paths) {
      const state = run(path);
      const during = placeAfter(path);
      expect(next(state, { type: 'failed', error })).toEqual({ at: 'failed', error, during });
      expect(next(state, { type: 'cancelled' })).toEqual({ at: 'cancelled', during });
    }
  });

  it('stays where it ended', () => {
    const ends: readonly LoaderState[] = [
      run(PATH),
      { at: 'failed', error, during: 'erase' },
      { at: 'cancelled', during: 'place' },
    ];
    for (const end of ends) {
      expect(isTerminal(end)).toBe(true);
      for (const outcome of [...PATH, lost, { type: 'cancelled' } as const])
        expect(next(end, outcome)).toBe(end);
    }
  });

  it('takes no outcome that is not of the state', () => {
    const states: readonly (readonly [readonly LoaderOutcome[], readonly string[]])[] = [
      [[], ['captured']],
      [LINKED.slice(0, 1), ['identified']],
      [LINKED.slice(0, 2), ['baud-settled', 'baud-lost']],
      [LINKED, ['step-done', 'link-lost']],
      [
        [...writing, lost],
        ['link-found', 'link-gone'],
      ],
    ];
    const all: readonly LoaderOutcome[] = [
      ...LINKED,
      done,
      lost,
      { type: 'baud-lost', failed: 921600 },
      { type: 'link-found', at: 'working-rate' },
      { type: 'link-gone' },
    ];
    for (const [path, own] of states) {
      for (const outcome of all) {
        if (own.includes(outcome.type)) continue;
        expect(() => next(run(path), outcome)).toThrow(`${outcome.type} in `);
      }
    }
  });
});
