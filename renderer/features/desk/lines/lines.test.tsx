import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { asked, openDesk, refused } from '../testing.js';

it('binds a board by ID and password, with the words of a refusal', async () => {
  const bridge = await openDesk('boards', { 'board.bind': refused('BOARD_PASSWORD') });
  await screen.findByText('SW-8F2K-77');
  await userEvent.keyboard('{Alt>}a{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Add Development Board' }));
  await userEvent.type(form.getByLabelText(/^Board ID/), 'SW-1');
  await userEvent.type(form.getByLabelText(/^Password/), 'x');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'board.bind')).toEqual([{ id: 'SW-1', password: 'x' }]);
  expect((await form.findByRole('alert')).textContent).toContain('ID or password of the board is wrong');
});

it('requests a new authorization code for a product and shows it in full', async () => {
  const reply = { token: '7K3M-QX2P-W8AB-CDEF', orderCode: 'K7Q2M1000', development: false };
  const bridge = await openDesk('boards', { 'board.requestToken': reply });
  await screen.findByText('SW-8F2K-77');
  await userEvent.keyboard('{Alt>}n{/Alt}');
  await screen.findByRole('dialog', { name: /Authorization code for board SW-8F2K-77/ });
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText('7K3M-QX2P-W8AB-CDEF')).toBeTruthy();
  expect(asked(bridge, 'board.requestToken')).toEqual([{ id: 'SW-8F2K-77', productId: 'qx7k3mw8abpc0d2e' }]);
});

it('a work order shows how far its boards are; closing it says how many are left', async () => {
  const bridge = await openDesk('workOrders', { 'workOrder.close': {} });
  await userEvent.click(await screen.findByText('W3T8K1M9P'));
  const detail = within(await screen.findByRole('complementary', { name: 'The work order' }));
  expect(detail.getByText('209 / 500')).toBeTruthy();
  await userEvent.keyboard('{Alt>}k{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: /Close work order/ }));
  expect(form.getByText(/299 boards of it will not be made/)).toBeTruthy();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'workOrder.close')).toEqual([{ code: 'W3T8K1M9P' }]);
});

it('a craft line is typed as its stations in their order', async () => {
  const bridge = await openDesk('workOrders', { 'craftLine.create': {} });
  await screen.findByText('W3T8K1M9P');
  await userEvent.keyboard('{Alt>}l{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'New craft line' }));
  await userEvent.type(form.getByLabelText('Name of the line'), 'Line 3');
  await userEvent.type(form.getByLabelText(/^Stations/), 'Burning, RF test，贴标');
  await userEvent.click(form.getByRole('button', { name: /Create with 3 stations/ }));
  expect(asked(bridge, 'craftLine.create')).toEqual([
    {
      name: 'Line 3',
      stations: [
        { code: 'BURNING', name: 'Burning' },
        { code: 'RF-TEST', name: 'RF test' },
        { code: 'S-3', name: '贴标' },
      ],
    },
  ]);
});
