import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { renderApp } from '../../dev/render-app.js';
import { sampleDay } from '../../dev/sample-records.js';
import { idleSlot, stationOf } from '../../dev/samples.js';

const NOON = new Date(2026, 10, 25, 12).getTime();

async function openRecords(count: number) {
  const bridge = renderApp(stationOf([idleSlot(1)]), sampleDay(NOON, count));
  await userEvent.keyboard('{Control>}5{/Control}');
  await screen.findByRole('main', { name: 'Records' });
  return bridge;
}
const asked = (bridge: { calls: readonly { channel: string; request: unknown }[] }, channel: string) =>
  bridge.calls.filter((call) => call.channel === channel).map((call) => call.request);

it('Ctrl+5 opens the day: counts, yield, causes', async () => {
  await openRecords(60);
  expect(await screen.findByRole('img', { name: /56 passed, 3 failed/ })).toBeTruthy();
  expect(within(screen.getByRole('region', { name: 'Yield' })).getByText('94.9 %')).toBeTruthy();
  const causes = within(screen.getByRole('region', { name: 'Causes' }));
  expect(causes.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'The board did not answer in … s2',
    'The flash did not keep what was written at …1',
  ]);
});

it('a tick of the strip opens the board’s story, Escape closes it', async () => {
  const bridge = await openRecords(12);
  const ticks = (await screen.findByRole('img', { name: /passed/ })).children;
  await userEvent.click(ticks[7] as HTMLElement);
  const story = within(await screen.findByRole('complementary', { name: 'The board’s story' }));
  expect(asked(bridge, 'records.run')).toEqual([{ runId: 'run-7' }]);
  expect(story.getByText('FAIL')).toBeTruthy();
  expect(story.getAllByRole('listitem')).toHaveLength(13);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
});

it('a cause narrows the table; what matches nothing says so and leads back', async () => {
  await openRecords(60);
  const cause = await screen.findByRole('button', { name: /The flash did not keep/ });
  await userEvent.click(cause);
  expect(screen.getByText('1 run')).toBeTruthy();
  await userEvent.keyboard('{Control>}f{/Control}{Control>}a{/Control}no such board');
  expect(screen.getByText('No run matches.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(screen.getByText('60 runs')).toBeTruthy();
});

it('a board of a work order is found by its serial number, and all of them by the order', async () => {
  await openRecords(12);
  await screen.findByText('12 runs');
  expect(screen.getByRole('columnheader', { name: 'Serial number' })).toBeTruthy();
  await userEvent.keyboard('{Control>}f{/Control}sn-2026-00007');
  expect(await screen.findByText('1 run')).toBeTruthy();
  expect(screen.getByRole('row', { name: /TKBB21TYV BURN SN-2026-00007/ })).toBeTruthy();
  await userEvent.keyboard('{Control>}a{/Control}tkbb21tyv');
  expect(await screen.findByText('8 runs')).toBeTruthy();
});

it('turns days by keys, goes to another by its date, and says that a day is empty', async () => {
  const bridge = await openRecords(0);
  expect(await screen.findByText('No board on this day.')).toBeTruthy();
  await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  expect(asked(bridge, 'records.day').at(-1)).toEqual({ day: '2026-11-24' });
  await userEvent.click(screen.getByRole('button', { name: 'Today' }));
  expect(asked(bridge, 'records.day').at(-1)).toEqual({ day: null });
});

it('follows the station: a board that ends shows without asking', async () => {
  const bridge = await openRecords(3);
  await screen.findByText('3 runs');
  const before = asked(bridge, 'records.day').length;
  act(() => bridge.station({}));
  await expect.poll(() => asked(bridge, 'records.day').length, { timeout: 3000 }).toBeGreaterThan(before);
});
