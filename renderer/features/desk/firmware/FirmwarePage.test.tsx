import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { emptyDesk } from '../../../dev/sample-desk.js';
import { asked, openDesk, refused } from '../testing.js';

it('with nothing says what comes first, and makes a product', async () => {
  const made = { id: 'p1', name: 'Lamp', category: 'Light', mode: 'custom', createdAt: '', freeTaken: false };
  const bridge = await openDesk('firmware', { 'product.create': made }, emptyDesk());
  expect(await screen.findByText('No product yet.')).toBeTruthy();
  await userEvent.keyboard('{Alt>}p{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'New product' }));
  await userEvent.type(form.getByLabelText('Product name'), 'Lamp');
  await userEvent.type(form.getByLabelText('Category'), 'Light{Enter}');
  expect(asked(bridge, 'product.create')).toEqual([]);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'product.create')).toEqual([{ name: 'Lamp', category: 'Light', mode: 'custom' }]);
});

it('helps with the flash size, and sets it with the chip', async () => {
  await openDesk('firmware');
  await screen.findByRole('heading', { name: 'One light' });
  await userEvent.keyboard('{Alt>}a{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Add custom firmware' }));
  expect(form.getByText(/16 Mbit \/ 8 = 2 MB/)).toBeTruthy();
  const size = form.getByLabelText(/^Flash Size/);
  await userEvent.clear(size);
  await userEvent.type(size, '32');
  expect(form.getByText(/32 Mbit \/ 8 = 4 MB/)).toBeTruthy();
});

it('a slot shows what it recognised, and refuses in words what does not belong', async () => {
  const bridge = await openDesk('firmware', {
    'firmware.upload': refused('FIRMWARE_KIND', { kind: 'QIO', wanted: 'UG', name: 'x.bin' }),
  });
  const qio = within(await screen.findByRole('region', { name: 'Production firmware' }));
  expect(qio.getByText('1 012 KB')).toBeTruthy();
  expect(qio.getByText('3fa9…a9')).toBeTruthy();
  await userEvent.keyboard('{Alt>}g{/Alt}');
  const ug = within(screen.getByRole('region', { name: 'Firmware update' }));
  expect((await ug.findByRole('alert')).textContent).toContain('QIO');
  expect(asked(bridge, 'firmware.upload')).toEqual([
    { versionId: 'v2', kind: 'UG', name: 'licenses-2026-12.csv' },
  ]);
});

it('enables with a scope, after the caution; a whitelist needs somebody on it', async () => {
  const bridge = await openDesk('firmware', { 'firmware.enable': {} });
  await screen.findByRole('region', { name: 'Production firmware' });
  await userEvent.keyboard('{Alt>}e{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Enable firmware 1.0.1' }));
  expect(form.getByText(/mass production/)).toBeTruthy();
  await userEvent.click(form.getByRole('radio', { name: /^Whitelist/ }));
  expect(form.getByRole<HTMLButtonElement>('button', { name: /Save and Enable/ }).disabled).toBe(true);
  await userEvent.type(form.getByLabelText(/^Accounts/), 'a@b.example, c@d.example');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'firmware.enable')).toEqual([
    { versionId: 'v2', scope: 'whitelist', whitelist: ['a@b.example', 'c@d.example'] },
  ]);
});

it('says in words, before it is enabled, that a file says another version', async () => {
  await openDesk('firmware');
  const qio = within(await screen.findByRole('region', { name: 'Production firmware' }));
  expect(qio.getByText(/Says version 1.0.0; this version is called 1.0.1/)).toBeTruthy();
  await userEvent.keyboard('{Alt>}e{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Enable firmware 1.0.1' }));
  expect(form.getAllByText(/make a version 1.0.0/)).toHaveLength(2);
  expect(form.getByText(/not encrypted/)).toBeTruthy();
});

it('enables many with one scope; what has no QIO is told', async () => {
  const bridge = await openDesk('firmware', {
    'firmware.enable': ({ versionId }: { versionId: string }) =>
      versionId === 'v1' ? {} : refused('FIRMWARE_INCOMPLETE', { version: '1.0.1' })(),
  });
  await screen.findByRole('region', { name: 'Production firmware' });
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all rows that are here' }));
  await userEvent.keyboard('{Alt>}s{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Enable 2 versions' }));
  await userEvent.click(form.getByRole('radio', { name: /^Test/ }));
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  const report = within(await screen.findByRole('dialog', { name: 'What became of 2' }));
  expect(report.getByText('1 done')).toBeTruthy();
  expect(report.getByText('wifi_one_light 1.0.1')).toBeTruthy();
  expect(asked(bridge, 'firmware.enable')).toEqual([
    { versionId: 'v2', scope: 'test', whitelist: [] },
    { versionId: 'v1', scope: 'test', whitelist: [] },
  ]);
});
