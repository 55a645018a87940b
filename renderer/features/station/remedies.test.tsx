import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { HOLD_MS } from '../../components/HoldButton.js';
import { askingSlot, failedSlot, idleSlot, slotAt, stationOf } from '../../dev/samples.js';
import { renderApp } from '../../dev/render-app.js';

const tile = (slot = 1) => screen.findByRole('region', { name: `Slot ${slot}` });
const CLOSED = { code: 'TEST_CLOSED', data: { mac: 'd81f12004a06', license: 'f0a1…9c' } } as const;

describe('a question', () => {
  it('is violet, says which board, and takes both answers by button and by key', async () => {
    const bridge = renderApp(stationOf([askingSlot(1)]));
    const band = await screen.findByTestId('slot-1-state');
    expect(band.dataset.look).toBe('ask');
    expect(band.querySelector('[data-glyph=ask]')).toBeTruthy();
    const here = within(await tile());
    expect(here.getByText(/D8 1F 12 00 4A 07 passed here a moment ago/)).toBeTruthy();
    expect(document.querySelector('button[class*=ember]')).toBeNull();
    await userEvent.click(here.getByRole('button', { name: /Same board again/ }));
    await userEvent.click(here.getByRole('button', { name: /No, next board/ }));
    await userEvent.keyboard('1{F6}{Escape}');
    const answers = bridge.calls
      .filter(({ channel }) => channel === 'station.answer')
      .map(({ request }) => request);
    const [yes, no] = [
      { slot: 1, yes: true },
      { slot: 1, yes: false },
    ];
    expect(answers).toEqual([yes, no, yes, no]);
  });
});

describe('a failure', () => {
  it('has the button that does its remedy, and that one is the thing to do next', async () => {
    const bridge = renderApp(stationOf([failedSlot(1, CLOSED)]));
    const button = within(await tile()).getByRole('button', { name: 'Unlock' });
    expect(button.className).toContain('ember');
    await userEvent.click(button);
    expect(bridge.calls).toContainEqual({
      channel: 'station.remedy',
      request: { slot: 1, action: 'unlock' },
    });
  });

  it('leads to the field that it is about', async () => {
    const busy = { code: 'POOL_EMPTY', data: { amount: 3 } } as const;
    renderApp(
      stationOf([failedSlot(1, busy), failedSlot(2, { code: 'PORT_NOT_FOUND', data: { path: 'COM9' } })]),
    );
    await userEvent.click(within(await tile()).getByRole('button', { name: 'Other token' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Token'));
    await userEvent.click(within(await tile(2)).getByRole('button', { name: 'Choose port' }));
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Port of slot 2' }));
  });

  it('has no second button where running again is all there is', async () => {
    renderApp(stationOf([failedSlot(1)]));
    const words = within(await tile())
      .getAllByRole('button')
      .map(({ textContent }) => textContent);
    expect(words).toEqual(['Run againF6', 'WhyF1']);
  });
});

describe('a token that nobody has verified', () => {
  it('is verified from its own row, then confirmed again', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)], { token: null }), {
      refuse: { 'station.token': { code: 'NO_DATA_PERMISSION', data: { token: 'ABCD-EFGH' } } },
    });
    await userEvent.type(await screen.findByLabelText('Token'), 'ABCD{Enter}');
    const verify = await screen.findByRole('button', { name: 'Verify code' });
    delete bridge.refuse['station.token'];
    await userEvent.click(verify);
    const asked = bridge.calls.filter(({ channel }) => channel !== 'station.snapshot').slice(-2);
    expect(asked).toEqual([
      { channel: 'station.remedy', request: { slot: null, action: 'verify-code', token: 'ABCD' } },
      { channel: 'station.token', request: { token: 'ABCD' } },
    ]);
  });
});

describe('wiping', () => {
  it('is held, slot by slot: no key and no Run all does it', async () => {
    const bridge = renderApp(stationOf([slotAt('wipe', 1)], { mode: 'wipe', token: null }));
    const button = within(await tile()).getByRole('button', { name: 'Hold to wipe' });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run all' }).disabled).toBe(true);
    await userEvent.keyboard('1{F6}{F5}');
    await userEvent.click(button);
    expect(bridge.calls.some(({ channel }) => channel === 'station.run')).toBe(false);
    vi.useFakeTimers();
    fireEvent.pointerDown(button);
    act(() => void vi.advanceTimersByTime(HOLD_MS));
    vi.useRealTimers();
    expect(bridge.calls).toContainEqual({ channel: 'station.run', request: { slots: [1], held: true } });
  });
});

it('offers every workstation, with its own stages, and needs no token where the mode needs none', async () => {
  const bridge = renderApp(stationOf([slotAt('unlock', 1)], { mode: 'unlock', token: null }));
  await userEvent.click(await screen.findByRole('combobox', { name: 'Workstation' }));
  const options = within(screen.getByRole('listbox', { name: 'Workstation' })).getAllByRole('option');
  expect(options.map(({ textContent }) => textContent.trim())).toEqual([
    'Burning Authorization',
    'Authorization Only',
    'Burning Only',
    'Production Test',
    'Verify',
    'Unlock Production Test',
    'Wipe Authorization',
    'Sampling',
  ]);
  expect(within(await tile()).getByText('Back up')).toBeTruthy();
  await userEvent.click(within(await tile()).getByRole('button', { name: /^Run/ }));
  expect(bridge.calls).toContainEqual({ channel: 'station.run', request: { slots: [1] } });
});
