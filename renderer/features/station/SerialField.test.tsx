import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import type { SlotView } from '../../../shared/contract/station.js';
import { renderApp } from '../../dev/render-app.js';
import { idleSlot, ORDER, passedSlot, stationOf, workingSlot } from '../../dev/samples.js';

const station = (slots: SlotView[], serials = true) => stationOf(slots, { order: { ...ORDER, serials } });
const two = () => station([idleSlot(1), idleSlot(2, 'COM6')]);
const field = (slot: number) =>
  screen.findByRole<HTMLInputElement>('textbox', { name: `Serial number of slot ${slot}` });
const TAKEN = { code: 'SERIAL_TAKEN', data: { sn: 'SN-1', slot: 1 } } as const;
type Bridge = ReturnType<typeof renderApp>;
const given = (bridge: Bridge) =>
  bridge.calls.filter(({ channel }) => channel === 'station.slot').map(({ request }) => request);
const runs = (bridge: Bridge) => bridge.calls.filter(({ channel }) => channel === 'station.run');
/** A scanner, while no field has the focus: a key every 5 ms, however slow this machine is. */
function scan(text: string, at: HTMLElement = document.body): KeyboardEvent[] {
  (document.activeElement as HTMLElement | null)?.blur();
  at.focus();
  return [...text, 'Enter'].map((key, index) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: 1000 + index * 5 });
    act(() => void at.dispatchEvent(event));
    return event;
  });
}

it('Enter gives the number to the slot and goes on to the next tile that wants one, then to the tile', async () => {
  const bridge = renderApp(two());
  await userEvent.type(await field(1), 'SN-0001{Enter}');
  await waitFor(async () => expect(document.activeElement).toBe(await field(2)));
  await userEvent.keyboard('SN-0002{Enter}');
  expect(given(bridge)).toEqual([
    { slot: 1, sn: 'SN-0001' },
    { slot: 2, sn: 'SN-0002' },
  ]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('slot-2')));
  expect((await field(1)).value).toBe('SN-0001');
});

it('a scan needs no focus: it fills the slot that was selected before its digits selected others', async () => {
  const bridge = renderApp(two());
  await field(1);
  scan('SN-0002');
  await waitFor(() => expect(given(bridge)).toEqual([{ slot: 1, sn: 'SN-0002' }]));
  await waitFor(async () => expect(document.activeElement).toBe(await field(2)));
});

it('a scan presses nothing on its way: not the box that was ticked last, not by a space in it', async () => {
  const bridge = renderApp(station([idleSlot(1)]));
  const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Serial numbers' });
  const kept = scan('SN 12', box);
  await waitFor(() => expect(given(bridge)).toEqual([{ slot: 1, sn: 'SN 12' }]));
  expect(kept.map(({ key, defaultPrevented }) => [key, defaultPrevented])).toContainEqual([' ', true]);
  expect(bridge.calls.some(({ channel }) => channel === 'station.serials')).toBe(false);
});

it('a scan that no slot waits for says so, and takes nothing away', async () => {
  const bridge = renderApp(station([{ ...idleSlot(1), sn: 'SN-1' }]));
  await field(1);
  scan('SN-0009');
  expect((await screen.findByTestId('notice')).textContent).toContain('SN-0009');
  expect(given(bridge)).toEqual([]);
});

it('a refused number stays, chosen, with the reason beside it; Escape forgets both', async () => {
  renderApp(two(), { refuse: { 'station.slot': TAKEN } });
  await userEvent.type(await field(2), 'SN-1{Enter}');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Slot 1 has this serial number');
  const at = await field(2);
  expect([at.value, at.getAttribute('aria-invalid')]).toEqual(['SN-1', 'true']);
  expect(document.activeElement).toBe(at);
  expect(at.getAttribute('aria-describedby')).toBe(alert.id);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(at.value).toBe('');
});

it('what is being typed is given to the slot before it runs, and nothing runs where it is refused', async () => {
  const bridge = renderApp(two());
  await userEvent.type(await field(1), 'SN-0001');
  await userEvent.keyboard('{F5}');
  await waitFor(() => expect(runs(bridge)).toHaveLength(1));
  expect(given(bridge)).toEqual([{ slot: 1, sn: 'SN-0001' }]);
  Object.assign(bridge.refuse, { 'station.slot': TAKEN });
  await userEvent.type(await field(2), 'SN-1');
  await userEvent.keyboard('{F5}');
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(runs(bridge)).toHaveLength(1);
});

it('an empty field takes the number away; Enter in a field that has none changes nothing', async () => {
  const bridge = renderApp(station([{ ...idleSlot(1), sn: 'SN-1' }, passedSlot(2, { sn: 'SN-2' })]));
  await userEvent.clear(await field(1));
  await userEvent.keyboard('{Enter}');
  expect(given(bridge)).toEqual([{ slot: 1, sn: null }]);
  await userEvent.type(await field(2), '{Enter}');
  expect(given(bridge)).toHaveLength(1);
});

it('shows the number a running board works under, which cannot be changed, and what passed', async () => {
  renderApp(station([{ ...workingSlot(1), sn: 'SN-0216' }, passedSlot(2, { sn: 'SN-0215' })]));
  const running = await field(1);
  expect([running.value, running.readOnly]).toEqual(['SN-0216', true]);
  expect(within(screen.getByTestId('slot-2')).getByText('SN-0215')).toBeTruthy();
});

it('says what is missing, is reached by Ctrl B, and by the button of a run that was refused for it', async () => {
  const bridge = renderApp(two());
  const tile = within(await screen.findByTestId('slot-2'));
  expect(tile.getByText('Scan the serial number of the board.')).toBeTruthy();
  await userEvent.keyboard('2');
  await userEvent.keyboard('{Control>}b{/Control}');
  expect(document.activeElement).toBe(await field(2));
  const error = { code: 'SERIAL_MISSING', data: { slot: 1 } } as const;
  act(() => bridge.slot(1, { state: { phase: 'failed', error, record: null } }));
  await userEvent.click(await screen.findByRole('button', { name: 'Read serial number' }));
  expect(document.activeElement).toBe(await field(1));
});

it('the order says whether boards are asked for theirs', async () => {
  const bridge = renderApp(station([idleSlot(1)], false));
  const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Serial numbers' });
  expect(screen.queryByRole('textbox', { name: /Serial number/ })).toBeNull();
  await userEvent.click(box);
  expect(bridge.calls).toContainEqual({ channel: 'station.serials', request: { serials: true } });
  act(() => bridge.station({ order: ORDER }));
  expect(await field(1)).toBeTruthy();
});
