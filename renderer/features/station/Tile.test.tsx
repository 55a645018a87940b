import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  failedSlot,
  idleSlot,
  passedSlot,
  record,
  stationOf,
  VIRTUAL_PORT,
  waitingSlot,
  workingSlot,
} from '../../dev/samples.js';
import { renderApp } from '../../dev/render-app.js';

const band = (slot = 1) => screen.findByTestId(`slot-${slot}-state`);
const options = (list: string) => within(screen.getByRole('listbox', { name: list }));
const tile = (slot = 1) => screen.findByRole('region', { name: `Slot ${slot}` });

describe('a tile', () => {
  it('is READY and runs its slot', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]));
    expect((await band()).textContent).toContain('READY');
    await userEvent.click(within(await tile()).getByRole('button', { name: 'Run' }));
    expect(bridge.calls).toContainEqual({ channel: 'station.run', request: { slots: [1] } });
  });

  it('is NOT READY without a token and says why Run is disabled', async () => {
    renderApp(stationOf([idleSlot(1)], { token: null }));
    expect((await band()).textContent).toBe('NOT READY');
    expect(within(await tile()).getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(true);
    expect(within(await tile()).getByText('Enter a token first.')).toBeTruthy();
  });

  it('says to plug in an adapter where there is no port at all', async () => {
    renderApp(stationOf([idleSlot(1, null)]), { ports: [] });
    expect(within(await tile()).getByText('No serial port is connected.')).toBeTruthy();
  });

  it('shows WORKING with the overall percent as its own bar', async () => {
    const bridge = renderApp(stationOf([workingSlot(1, 0.2)]));
    const bar = await screen.findByRole('progressbar', { name: 'Progress of slot 1' });
    const before = Number(bar.getAttribute('aria-valuenow'));
    expect((await band()).textContent).toBe(`WORKING${before} %`);
    const later = workingSlot(1, 0.9);
    act(() => bridge.slot(1, later));
    expect(Number(screen.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  });

  it('stops a running slot and locks its port', async () => {
    const bridge = renderApp(stationOf([workingSlot(1)]));
    const here = within(await tile());
    expect(here.getByRole<HTMLInputElement>('combobox', { name: 'Port of slot 1' }).disabled).toBe(true);
    expect(here.getByRole<HTMLInputElement>('combobox', { name: 'Baud rate of slot 1' }).disabled).toBe(true);
    await userEvent.click(here.getByRole('button', { name: 'Stop' }));
    expect(bridge.calls).toContainEqual({ channel: 'station.stop', request: { slots: [1] } });
    act(() => bridge.slot(1, { state: { phase: 'cancelling' } }));
    expect((await band()).textContent).toBe('STOPPING');
    expect(here.getByRole<HTMLButtonElement>('button', { name: 'Stop' }).disabled).toBe(true);
  });

  it('shows PASS with seconds, MAC and license, and nothing secret', async () => {
    renderApp(stationOf([passedSlot(1)]));
    expect((await band()).textContent).toBe('PASS19.8 s');
    const here = within(await tile());
    expect(here.getByText('D8 1F 12 00 4A 07')).toBeTruthy();
    expect(here.getByText('uuid f0a1…9c')).toBeTruthy();
    expect(here.getByText('8C 41 0E D2')).toBeTruthy();
    expect((await tile()).textContent).not.toContain('AbCd');
  });

  it('shows FAIL with cause, remedy, code and the ember button', async () => {
    renderApp(stationOf([failedSlot(1, { code: 'PORT_LOST', data: { path: 'COM5' } })]));
    expect((await band()).textContent).toBe('FAIL14.1 s');
    const here = within(await tile());
    expect(here.getByText('Port COM5 went away')).toBeTruthy();
    expect(here.getByText(/Plug it in again/)).toBeTruthy();
    expect(here.getByText('PORT_LOST')).toBeTruthy();
    expect(here.getByText('None was used')).toBeTruthy();
    expect(here.getByRole('button', { name: 'Run again' }).className).toContain('ember');
    expect(screen.getByRole('button', { name: 'Run all' }).className).not.toContain('ember');
  });

  it('shows STOPPED with what that means for the board', async () => {
    const state = { phase: 'cancelled', record: record({ outcome: 'cancelled', seconds: 8.2 }) } as const;
    renderApp(stationOf([{ ...workingSlot(1), state }]));
    expect((await band()).textContent).toBe('STOPPED8.2 s');
    expect(within(await tile()).getByText(/half written/)).toBeTruthy();
  });

  it('sets port and baud rate, and does not offer the port of another slot', async () => {
    const bridge = renderApp(stationOf([idleSlot(1, null), idleSlot(2, 'COM6')]));
    await userEvent.click(await screen.findByRole('combobox', { name: 'Port of slot 1' }));
    const taken = options('Port of slot 1').getByRole('option', { name: /COM6.*slot 2/ });
    expect(taken.hasAttribute('data-combobox-disabled')).toBe(true);
    await userEvent.click(options('Port of slot 1').getByRole('option', { name: /COM7/ }));
    expect(bridge.calls).toContainEqual({ channel: 'station.slot', request: { slot: 1, port: 'COM7' } });
    await userEvent.click(screen.getByRole('combobox', { name: 'Baud rate of slot 1' }));
    await userEvent.click(options('Baud rate of slot 1').getByRole('option', { name: /^115/ }));
    expect(bridge.calls).toContainEqual({ channel: 'station.slot', request: { slot: 1, baudRate: 115200 } });
  });
});

describe('a waiting tile', () => {
  beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true, now: 1_800_000_000_000 }));
  afterEach(() => vi.useRealTimers());

  it('says RESET THE BOARD NOW and counts down', async () => {
    renderApp(stationOf([waitingSlot(1, Date.now())]));
    const word = (await band()).textContent ?? '';
    expect(word).toMatch(/^RESET THE BOARD NOW5[34] s$/);
    act(() => void vi.advanceTimersByTime(10_000));
    expect((await band()).textContent).toMatch(/^RESET THE BOARD NOW4[34] s$/);
  });

  it('names the likely cause from what was seen on the line', async () => {
    const state = {
      phase: 'waiting',
      stage: 'capture',
      deadlineAt: Date.now() + 9000,
      seen: 'echo',
    } as const;
    renderApp(stationOf([waitingSlot(1, Date.now(), { state })]));
    expect(within(await tile()).getByText(/TX and RX touch each other/)).toBeTruthy();
  });

  it('presses the reset of a virtual board, and only of a virtual one', async () => {
    const bridge = renderApp(
      stationOf([waitingSlot(1, Date.now(), { port: VIRTUAL_PORT.path }), waitingSlot(2, Date.now())]),
      {
        ports: [VIRTUAL_PORT],
      },
    );
    const button = within(await tile()).getByRole('button', { name: /reset/ });
    expect(button.className).toContain('ember');
    await userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) }).click(button);
    expect(bridge.calls).toContainEqual({ channel: 'virtual.reset', request: { path: VIRTUAL_PORT.path } });
    expect(within(await tile(2)).queryByRole('button', { name: /reset/ })).toBeNull();
  });
});
