import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import type { InspectReport } from '../../../shared/contract/inspect.js';
import { HOLD_MS } from '../../components/HoldButton.js';
import { renderApp } from '../../dev/render-app.js';
import { sampleReport } from '../../dev/sample-report.js';
import { idleSlot, stationOf } from '../../dev/samples.js';
import { glyphOf, nextRepair, verdictOf } from './findings.js';

const asked = (bridge: { calls: readonly { channel: string; request: unknown }[] }, channel: string) =>
  bridge.calls.filter((call) => call.channel === channel).map((call) => call.request);

async function readBoard(report: InspectReport = sampleReport()) {
  const bridge = renderApp(stationOf([idleSlot(1)]), { report });
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}3{/Control}{F5}');
  await screen.findByTestId('inspect-report');
  return bridge;
}

it('F5 reads the board; the verdict comes in words first', async () => {
  const bridge = await readBoard();
  expect(asked(bridge, 'inspect.read')).toEqual([
    { port: 'COM5', chip: 'auto', baudRate: 'max', reveal: false },
  ]);
  expect(screen.getByTestId('inspect-verdict').textContent).toBe(
    'Authorized · production test closed · paired',
  );
  expect(screen.getByText('D8 1F 12 00 4A 07')).toBeTruthy();
});

it('unlock shows what it will do, asks once, and goes by the report that was shown', async () => {
  const bridge = await readBoard();
  await userEvent.keyboard('{Alt>}u{/Alt}');
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('72 KB at 0x001EE000')).toBeTruthy();
  expect(dialog.getByText('license kept')).toBeTruthy();
  bridge.refuse['inspect.repair'] = { code: 'PLAN_STALE', data: {} };
  await userEvent.click(dialog.getByRole('button', { name: /Do it/ }));
  expect(asked(bridge, 'inspect.repair')).toMatchObject([
    { port: 'COM5', repair: 'unlock', way: 'restore', digest: 'ab'.repeat(32) },
  ]);
  expect((await screen.findByTestId('inspect-failed')).textContent).toContain('PLAN_STALE');
});

it('a wipe is held, not pressed', async () => {
  const bridge = await readBoard();
  await userEvent.keyboard('{Alt>}w{/Alt}');
  const hold = within(await screen.findByRole('dialog')).getByRole('button', { name: /Hold to wipe/ });
  vi.useFakeTimers();
  try {
    fireEvent.pointerDown(hold);
    act(() => void vi.advanceTimersByTime(HOLD_MS - 100));
    fireEvent.pointerUp(hold);
    expect(asked(bridge, 'inspect.repair')).toEqual([]);
    fireEvent.pointerDown(hold);
    act(() => void vi.advanceTimersByTime(HOLD_MS));
    expect(asked(bridge, 'inspect.repair')).toMatchObject([{ repair: 'wipe' }]);
  } finally {
    vi.useRealTimers();
  }
});

it('secrets show while the button is held, and no longer', async () => {
  await readBoard();
  expect(screen.getByText('Xq7T…9c')).toBeTruthy();
  const button = screen.getByRole('button', { name: /Hold to reveal/ });
  fireEvent.pointerDown(button);
  expect(await screen.findByText('Xq7TbZkW3mN8pR2sV5yA1cE6hJ4u0L9c')).toBeTruthy();
  fireEvent.pointerUp(button);
  expect(await screen.findByText('Xq7T…9c')).toBeTruthy();
});

it('asks for the reset while it waits, and Escape stops', async () => {
  const bridge = renderApp(stationOf([idleSlot(1)]), { silent: ['inspect.read'] });
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}3{/Control}{F5}');
  await screen.findByTestId('inspect-work');
  const waiting = {
    type: 'waiting',
    stage: 'capture',
    deadlineAt: Date.now() + 9000,
    seen: 'nothing',
  } as const;
  act(() => bridge.emit('inspect.event', waiting));
  expect(screen.getByTestId('inspect-wait').textContent).toContain('RESET THE BOARD NOW');
  await userEvent.keyboard('{Escape}');
  expect(asked(bridge, 'inspect.cancel')).toHaveLength(1);
});

it.each([
  [{}, ['authorized', 'testClosed', 'paired'], 'pass', 'unlock'],
  [
    { productionTestClosed: false, provisioned: false },
    ['authorized', 'testOpen', 'notPaired'],
    'pass',
    null,
  ],
  [
    { authorized: false, productionTestClosed: false, provisioned: null },
    ['notAuthorized', 'testOpen', 'pairedUnknown'],
    'ready',
    'authorize',
  ],
  [{ authorized: false, storage: 'none' as const }, ['notAuthorized', 'noStorage'], 'ask', 'unlock'],
  [{ storage: 'worn' as const }, ['authorized', 'testClosed', 'paired', 'storageDamaged'], 'ask', 'unlock'],
])('%o is said as %j', (change, parts, glyph, next) => {
  const report = sampleReport(change);
  expect(verdictOf(report)).toEqual(parts.map((part) => `ui.inspect.${part}`));
  expect(glyphOf(report)).toBe(glyph);
  expect(nextRepair(report)).toBe(next);
});
