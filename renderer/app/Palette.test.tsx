import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { renderApp } from '../dev/render-app.js';
import { idleSlot, stationOf } from '../dev/samples.js';

const palette = () => screen.findByRole('listbox', { name: 'Find and do' });

it('Ctrl+K finds a command by its words, arrows choose, Enter does it', async () => {
  const bridge = renderApp(stationOf([idleSlot(1)]));
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}k{/Control}');
  await palette();
  await userEvent.keyboard('theme light');
  expect(within(await palette()).getAllByRole('option')).toHaveLength(1);
  await userEvent.keyboard('{Enter}');
  expect(bridge.calls.at(-1)).toEqual({ channel: 'preferences.set', request: { theme: 'light' } });
  expect(screen.queryByRole('listbox', { name: 'Find and do' })).toBeNull();

  await userEvent.keyboard('{Control>}k{/Control}');
  await palette();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(await screen.findByRole('main', { name: 'Writer' })).toBeTruthy();
});

it('while it is open the keys of the view do nothing', async () => {
  const bridge = renderApp(stationOf([idleSlot(1)]));
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}k{/Control}');
  await palette();
  await userEvent.keyboard('{F5}{F6}');
  expect(bridge.calls.filter(({ channel }) => channel === 'station.run')).toEqual([]);
  await userEvent.keyboard('no such thing');
  expect(screen.getByText('Nothing by that name.')).toBeTruthy();
  await userEvent.keyboard('{Escape}{F5}');
  expect(bridge.calls.filter(({ channel }) => channel === 'station.run')).toHaveLength(1);
});

it('Ctrl+/ shows the keys of the view in front', async () => {
  renderApp(stationOf([idleSlot(1)]));
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}5{/Control}{Control>}/{/Control}');
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('The day before or after')).toBeTruthy();
  expect(dialog.queryByText('Run all slots')).toBeNull();
});
