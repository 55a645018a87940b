import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { makeToken } from '../../../shared/domain/token.js';
import { countersOf, failedSlot, idleSlot, passedSlot, stationOf, workingSlot } from '../../dev/samples.js';
import { renderApp } from '../../dev/render-app.js';

const ready = () => screen.findByTestId('slot-1');
const options = (list: string) => within(screen.getByRole('listbox', { name: list }));
const asked = (bridge: { calls: readonly { channel: string; request: unknown }[] }, channel: string) =>
  bridge.calls.filter((call) => call.channel === channel).map((call) => call.request);

describe('keys of the view', () => {
  it('F5 runs all, also from the token field', async () => {
    const bridge = renderApp(stationOf([idleSlot(1), idleSlot(2)]));
    await ready();
    await userEvent.click(screen.getByLabelText('Token'));
    await userEvent.keyboard('{F5}');
    expect(asked(bridge, 'station.run')).toEqual([{ slots: 'all' }]);
  });

  it('a digit focuses a slot, F6 runs it, Escape stops it, twice stops all', async () => {
    const bridge = renderApp(stationOf([workingSlot(1), failedSlot(2)]));
    await ready();
    await userEvent.keyboard('2');
    expect(document.activeElement).toBe(screen.getByTestId('slot-2'));
    await userEvent.keyboard('{F6}');
    expect(asked(bridge, 'station.run')).toEqual([{ slots: [2] }]);
    await userEvent.keyboard('1{F6}{Escape}');
    expect(asked(bridge, 'station.run')).toHaveLength(1);
    expect(asked(bridge, 'station.stop')).toEqual([{ slots: [1] }]);
    await userEvent.keyboard('{Escape}');
    expect(asked(bridge, 'station.stop')).toEqual([{ slots: [1] }, { slots: 'all' }]);
  });

  it('Escape closes an open list and stops nothing', async () => {
    const bridge = renderApp(stationOf([workingSlot(1), idleSlot(2)]));
    await ready();
    await userEvent.keyboard('1');
    await userEvent.click(screen.getByRole('combobox', { name: 'Language' }));
    await userEvent.keyboard('{Escape}');
    expect(asked(bridge, 'station.stop')).toEqual([]);
  });

  it('Ctrl+T goes to the token, Ctrl+L opens the log, F1 and Ctrl+/ their dialogs', async () => {
    renderApp(stationOf([failedSlot(1)]));
    await ready();
    await userEvent.keyboard('{Control>}t{/Control}');
    expect(document.activeElement).toBe(screen.getByLabelText('Token'));
    await userEvent.keyboard('{Control>}l{/Control}');
    expect(screen.getByRole('region', { name: 'Log' })).toBeTruthy();
    await userEvent.keyboard('{F1}');
    expect(within(await screen.findByRole('dialog')).getAllByText(/FLASH_VERIFY/)).toHaveLength(1);
    await userEvent.keyboard('{F1}{Control>}/{/Control}');
    expect(within(await screen.findByRole('dialog')).getByText('Run all slots')).toBeTruthy();
  });

  it('a scanned token needs no focus, and its Enter presses no button', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)], { token: null }));
    await ready();
    const token = makeToken(Uint8Array.from({ length: 15 }, (_, index) => index));
    screen.getByRole('button', { name: 'OK' }).focus();
    await userEvent.setup({ delay: null }).keyboard(`${token}{Enter}`);
    expect(asked(bridge, 'station.token')).toEqual([{ token }]);
    expect(asked(bridge, 'station.mode')).toEqual([]);
  });
});

describe('the command row', () => {
  it('confirms the workstation with OK and goes on to Run all', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]));
    await userEvent.click(await screen.findByRole('button', { name: 'OK' }));
    expect(asked(bridge, 'station.mode')).toEqual([{ mode: 'burn-authorize' }]);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Run all' }));
  });

  it('says why Run all is disabled', async () => {
    renderApp(stationOf([idleSlot(1)], { token: null }));
    const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Run all' });
    expect(button.disabled).toBe(true);
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('Enter a token first');
  });

  it('changes the grid, from 1*1 to 4*4', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]));
    await userEvent.click(await screen.findByRole('combobox', { name: 'Multi Selection' }));
    expect(options('Multi Selection').getAllByRole('option')).toHaveLength(16);
    await userEvent.click(options('Multi Selection').getByRole('option', { name: '3*4' }));
    expect(asked(bridge, 'station.layout')).toEqual([{ rows: 3, columns: 4 }]);
    const slots = Array.from({ length: 12 }, (_, index) => idleSlot(index + 1));
    act(() => bridge.station({ layout: { rows: 3, columns: 4 }, slots }));
    expect(screen.getAllByTestId(/^slot-\d+$/)).toHaveLength(12);
  });

  it('shows a refused request until it is dismissed', async () => {
    renderApp(stationOf([idleSlot(1)]), {
      refuse: { 'station.run': { code: 'SLOT_RUNNING', data: { slot: 1 } } },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Run all' }));
    expect((await screen.findByTestId('notice')).textContent).toContain('Slot 1 is running');
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('notice')).toBeNull();
  });
});

describe('the view', () => {
  it('gives ember to one thing only', async () => {
    renderApp(stationOf([failedSlot(1), workingSlot(2), failedSlot(3), passedSlot(4)]));
    await ready();
    expect(document.querySelectorAll('button[class*=ember]')).toHaveLength(1);
  });

  it('counts the day', async () => {
    renderApp(stationOf([idleSlot(1)], { counters: countersOf(212, 3, 0) }));
    expect((await screen.findByTestId('today')).textContent).toContain('212 pass');
    expect(screen.getByTestId('today').textContent).toContain('98.6 %');
  });

  it('filters the log by slot and shows the latest line below', async () => {
    const bridge = renderApp(stationOf([idleSlot(1), idleSlot(2)]));
    await ready();
    act(() => {
      bridge.log({ at: 1, slot: 1, level: 'info', key: 'nowhere.first', data: {} });
      bridge.log({ at: 2, slot: 2, level: 'error', key: 'nowhere.second', data: { n: 1 } });
    });
    expect(screen.getByTestId('last-message').textContent).toContain('slot 2: nowhere.second {"n":1}');
    await userEvent.click(screen.getByRole('button', { name: 'Log' }));
    const log = within(screen.getByRole('region', { name: 'Log' }));
    await userEvent.click(log.getByRole('combobox', { name: 'Lines of' }));
    await userEvent.click(options('Lines of').getByRole('option', { name: 'slot 1' }));
    expect(log.getByText('nowhere.first')).toBeTruthy();
    expect(log.queryByText(/nowhere.second/)).toBeNull();
  });

  it('fetches the snapshot again after a lost event', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]));
    await ready();
    const lost = stationOf([failedSlot(1)], { seq: 5 });
    bridge.snapshot = lost;
    act(() => bridge.emit('station.event', { type: 'log', seq: 5, lines: [] }));
    await screen.findByText('FAIL');
    expect(asked(bridge, 'station.snapshot').length).toBeGreaterThan(1);
  });

  it('switches language and theme at once', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]));
    await ready();
    await userEvent.click(screen.getByRole('combobox', { name: 'Language' }));
    await userEvent.click(options('Language').getByRole('option', { name: '中文' }));
    expect(screen.getByTestId('slot-1-state').textContent).toBe('就绪');
    expect(document.documentElement.lang).toBe('zh-CN');
    await userEvent.click(screen.getByRole('button', { name: /^主题/ }));
    expect(document.documentElement.dataset.theme).toBe('light');
    expect(asked(bridge, 'preferences.set')).toEqual([{ language: 'zh-CN' }, { theme: 'light' }]);
  });

  it('says that the station does not answer, and tries again', async () => {
    const bridge = renderApp(stationOf([idleSlot(1)]), {
      refuse: { 'station.snapshot': { code: 'INTERNAL', data: { detail: 'gone' } } },
    });
    const again = await screen.findByRole('button', { name: 'Try again' });
    delete bridge.refuse['station.snapshot'];
    fireEvent.click(again);
    expect(await ready()).toBeTruthy();
  });
});
