import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { idleSlot, INFO, stationOf, TOKEN, workingSlot } from '../../dev/samples.js';
import { renderApp } from '../../dev/render-app.js';

const field = () => screen.findByLabelText<HTMLInputElement>('Token');
const empty = stationOf([idleSlot(1)], { token: null });

describe('the token row', () => {
  it('is confirmed by Enter in the field and then shows what the token stands for', async () => {
    const bridge = renderApp(empty);
    await userEvent.type(await field(), '7K3M-QX2P-W8AB-CDEF{Enter}');
    expect(bridge.calls).toContainEqual({
      channel: 'station.token',
      request: { token: '7K3M-QX2P-W8AB-CDEF' },
    });
    act(() => bridge.station({ token: TOKEN }));
    expect(await screen.findByText('wifi_one_light')).toBeTruthy();
    expect(screen.getByText('3fa9…c1')).toBeTruthy();
    expect(screen.getByRole('meter', { name: '288 of 500 licenses left' })).toBeTruthy();
    expect(screen.getByText('Expires 2027-01-31')).toBeTruthy();
    expect((await field()).value).toBe('7K3M-QX2P-••••-••••');
  });

  it('shows title, cause and remedy of a refused token, keeps the text, and forgets both on Escape', async () => {
    renderApp(empty, {
      refuse: { 'station.token': { code: 'TOKEN_UNKNOWN', data: { token: 'ABCD-••••' } } },
    });
    await userEvent.type(await field(), 'ABCD{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('ABCD-••••');
    expect((await field()).getAttribute('aria-invalid')).toBe('true');
    expect((await field()).value).toBe('ABCD');
    await userEvent.type(await field(), '{Escape}');
    expect(screen.queryByRole('alert')).toBeNull();
    expect((await field()).value).toBe('');
  });

  it('sends nothing for an empty field', async () => {
    const bridge = renderApp(empty);
    await userEvent.type(await field(), '   {Enter}');
    expect(bridge.calls.some(({ channel }) => channel === 'station.token')).toBe(false);
  });

  it('offers the demo token in one click while the box is empty', async () => {
    const bridge = renderApp(empty, { info: { ...INFO, demoToken: 'DEMO-TOKEN' } });
    const button = await screen.findByRole('button', { name: 'Use demo token' });
    expect(button.className).toContain('ember');
    await userEvent.click(button);
    expect(bridge.calls).toContainEqual({ channel: 'station.token', request: { token: 'DEMO-TOKEN' } });
    await userEvent.type(await field(), 'X');
    expect(screen.queryByRole('button', { name: 'Use demo token' })).toBeNull();
  });

  it('confirms a typed token by its button too', async () => {
    const bridge = renderApp(empty);
    await userEvent.type(await field(), 'ABCD');
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(bridge.calls).toContainEqual({ channel: 'station.token', request: { token: 'ABCD' } });
  });

  it('cannot be changed while a board runs', async () => {
    renderApp(stationOf([workingSlot(1)]));
    expect((await field()).disabled).toBe(true);
  });

  it('takes the code of a work order as well, and then says which station of its line this is', async () => {
    const bridge = renderApp(empty);
    await userEvent.type(await field(), 'tkbb21tyv{Enter}');
    expect(bridge.calls).toContainEqual({
      channel: 'station.order',
      request: { code: 'tkbb21tyv', station: null },
    });
    const stations = ['BURN', 'TEST'].map((code) => ({ code, name: code.toLowerCase() }));
    const order = {
      code: 'TKBB21TYV',
      line: 'Lights',
      station: 'BURN',
      stations,
      quantity: 40,
      passed: 7,
      closed: false,
      serials: false,
    };
    act(() => bridge.station({ order, token: TOKEN }));
    expect((await screen.findByLabelText<HTMLInputElement>('Work order')).value).toBe('TKBB21TYV');
    expect(screen.getByText('of 40 boards passed here')).toBeTruthy();
    expect(screen.getByRole('meter', { name: '288 of 500 licenses left' })).toBeTruthy();
    await userEvent.click(screen.getByRole('combobox', { name: 'Which station of the line this is' }));
    await userEvent.click(await screen.findByRole('option', { name: /TEST/ }));
    expect(bridge.calls).toContainEqual({
      channel: 'station.order',
      request: { code: 'TKBB21TYV', station: 'TEST' },
    });
  });

  it('says why an order was refused', async () => {
    renderApp(empty, {
      refuse: { 'station.order': { code: 'WORK_ORDER_CLOSED', data: { code: 'TKBB21TYV' } } },
    });
    await userEvent.type(await field(), 'TKBB21TYV{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('TKBB21TYV');
  });
});
