import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { SAFE_POLICIES } from '../../../shared/contract/policies.js';
import { renderApp } from '../../dev/render-app.js';
import { idleSlot, stationOf } from '../../dev/samples.js';

const asked = (bridge: { calls: readonly { channel: string; request: unknown }[] }, channel: string) =>
  bridge.calls.filter((call) => call.channel === channel).map((call) => call.request);

async function openSettings(refuse: Parameters<typeof renderApp>[1] = {}) {
  const bridge = renderApp(stationOf([idleSlot(1)]), refuse);
  await screen.findByTestId('slot-1');
  await userEvent.keyboard('{Control>}6{/Control}');
  await screen.findByRole('main', { name: 'Settings' });
  return bridge;
}

it('keeps what the station does with unexpected boards', async () => {
  const bridge = await openSettings();
  const part = within(screen.getByRole('region', { name: /When a board is not/ }));
  await userEvent.click(part.getByRole('combobox', { name: 'It holds its own license already' }));
  await userEvent.click(await screen.findByRole('option', { name: /Let it pass untouched/ }));
  await userEvent.click(part.getByRole('button', { name: 'Save' }));
  expect(asked(bridge, 'station.policies')).toEqual([{ ...SAFE_POLICIES, sameLicense: 'skip' }]);
  expect(await part.findByText('Saved')).toBeTruthy();
});

it('a server is tested before it is used, and what is wrong with it is said', async () => {
  const bridge = await openSettings({
    refuse: { 'settings.pms.test': { code: 'PMS_UNREACHABLE', data: { url: 'https://pms', detail: 'x' } } },
  });
  const part = within(screen.getByRole('region', { name: 'Books' }));
  await userEvent.type(await part.findByLabelText('Address'), 'https://pms');
  await userEvent.click(part.getByRole('button', { name: 'Test' }));
  expect(asked(bridge, 'settings.pms.test')).toEqual([{ url: 'https://pms', ca: null }]);
  expect((await part.findByRole('alert')).textContent).toContain('does not answer');
});

it('lets the command line open what is sealed, when a person says so', async () => {
  const bridge = await openSettings();
  const part = within(screen.getByRole('region', { name: 'Key' }));
  await userEvent.click(await part.findByRole('combobox', { name: 'The key is kept' }));
  await userEvent.click(await screen.findByRole('option', { name: /command line too/ }));
  expect(asked(bridge, 'settings.key.set')).toEqual([{ form: 'plain' }]);
  expect(await part.findByRole<HTMLInputElement>('combobox')).toHaveProperty(
    'value',
    'in a file for this user: the command line too',
  );
});

it('says why the key cannot be kept otherwise', async () => {
  await openSettings({
    refuse: { 'settings.key.set': { code: 'SECRET_KEY_LOCKED', data: { path: '/data/kiln.key' } } },
  });
  const part = within(screen.getByRole('region', { name: 'Key' }));
  await userEvent.click(await part.findByRole('combobox', { name: 'The key is kept' }));
  await userEvent.click(await screen.findByRole('option', { name: /command line too/ }));
  expect((await part.findByRole('alert')).textContent).toContain('/data/kiln.key');
});
