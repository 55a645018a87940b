import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { HOLD_MS, HoldButton } from './HoldButton.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function drawn(disabled = false): { button: HTMLElement; held: ReturnType<typeof vi.fn> } {
  const held = vi.fn();
  render(
    <HoldButton onHeld={held} disabled={disabled}>
      Wipe
    </HoldButton>,
  );
  return { button: screen.getByRole('button', { name: 'Wipe' }), held };
}
const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

it('acts once it was held long enough, by pointer and by Space', () => {
  const { button, held } = drawn();
  fireEvent.pointerDown(button);
  pass(HOLD_MS - 1);
  expect(held).not.toHaveBeenCalled();
  pass(1);
  expect(held).toHaveBeenCalledTimes(1);
  fireEvent.pointerUp(button);
  fireEvent.keyDown(button, { key: ' ' });
  fireEvent.keyDown(button, { key: ' ', repeat: true });
  pass(HOLD_MS);
  expect(held).toHaveBeenCalledTimes(2);
});

it.each([
  ['let go', (button: HTMLElement) => fireEvent.pointerUp(button)],
  ['slid off', (button: HTMLElement) => fireEvent.pointerLeave(button)],
  ['left', (button: HTMLElement) => fireEvent.blur(button)],
])('does nothing where it was %s too early', (_how, release) => {
  const { button, held } = drawn();
  fireEvent.pointerDown(button);
  pass(HOLD_MS / 2);
  release(button);
  pass(HOLD_MS * 2);
  expect(held).not.toHaveBeenCalled();
  expect(button.dataset.holding).toBe('false');
});

it('is pressed by no click, no Enter of a scanner, and not while disabled', () => {
  const { button, held } = drawn();
  fireEvent.click(button);
  fireEvent.keyDown(button, { key: 'Enter' });
  pass(HOLD_MS * 2);
  cleanup();
  const off = drawn(true);
  fireEvent.pointerDown(off.button);
  pass(HOLD_MS * 2);
  expect(held).not.toHaveBeenCalled();
  expect(off.held).not.toHaveBeenCalled();
});
