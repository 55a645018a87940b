import { describe, expect, it } from 'vitest';

import { commandOf, TWICE_MS, type KeyPress } from './key-commands.js';

const press = (key: string, change: Partial<KeyPress> = {}) =>
  commandOf({
    key,
    ctrl: false,
    alt: false,
    shift: false,
    repeat: false,
    typing: false,
    escapeTaken: false,
    dialog: false,
    sinceEscape: Infinity,
    ...change,
  });

describe('commandOf', () => {
  it.each([
    ['F5', {}, { do: 'run-all' }],
    ['F5', { typing: true }, { do: 'run-all' }],
    ['F6', {}, { do: 'run-again' }],
    ['F1', {}, { do: 'why' }],
    ['Escape', {}, { do: 'stop' }],
    ['Escape', { sinceEscape: TWICE_MS }, { do: 'stop-all' }],
    ['Escape', { sinceEscape: TWICE_MS + 1 }, { do: 'stop' }],
    ['3', {}, { do: 'focus-slot', slot: 3 }],
    ['l', { ctrl: true }, { do: 'log' }],
    ['T', { ctrl: true }, { do: 'token' }],
    ['b', { ctrl: true, typing: true }, { do: 'serial' }],
    ['1', { ctrl: true }, { do: 'station' }],
  ] as const)('%s %o', (key, change, expected) => {
    expect(press(key, change)).toEqual(expected);
  });

  it('gives no bare letter, no bare Enter and no space a meaning', () => {
    for (const key of [...'abcdefghijklmnopqrstuvwxyzABCXYZ?/ -', 'Enter', 'Tab', '0'])
      expect(press(key)).toBeNull();
  });

  it('leaves digits to a field and Escape to what is open', () => {
    expect(press('3', { typing: true })).toBeNull();
    expect(press('Escape', { escapeTaken: true })).toBeNull();
  });

  it('runs nothing from behind a dialog, and closes it with its own key', () => {
    expect(press('F5', { dialog: true })).toBeNull();
    expect(press('F1', { dialog: true })).toEqual({ do: 'why' });
  });

  it('does nothing while a key is held down, nor with Alt or Shift', () => {
    expect(press('F5', { repeat: true })).toBeNull();
    expect(press('F5', { alt: true })).toBeNull();
    expect(press('F5', { shift: true })).toBeNull();
  });
});
