import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { sampleDesk } from '../../../dev/sample-desk.js';
import { asked, openDesk, refused } from '../testing.js';

it('orders by mode and quantity, each mode with its sentence, and opens the receipt', async () => {
  const [first] = (sampleDesk(1).answers['order.list'] as { items: object[] }).items;
  const bridge = await openDesk('orders', { 'order.create': first });
  await screen.findByRole('combobox', { name: 'Product' });
  await userEvent.keyboard('{Alt>}n{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Order licenses' }));
  expect(form.getByText(/burns the firmware and writes one license/)).toBeTruthy();
  await userEvent.click(form.getByRole('radio', { name: /Authorization Only/ }));
  await userEvent.clear(form.getByLabelText('Quantity'));
  await userEvent.type(form.getByLabelText('Quantity'), '25');
  await userEvent.click(form.getByRole('button', { name: /Submit: 25 licenses/ }));
  expect(asked(bridge, 'order.create')[0]).toMatchObject({
    mode: 'authorize-only',
    quantity: 25,
    free: false,
  });
  const receipt = within(await screen.findByRole('complementary', { name: 'Receipt of the order' }));
  expect(receipt.getByText('500')).toBeTruthy();
});

it('two free licenses: the quantity stands, a refusal is said in the dialog', async () => {
  const bridge = await openDesk('orders', {
    'order.create': refused('BOARD_NEEDED', { product: 'Night lamp kit' }),
  });
  await screen.findByRole('combobox', { name: 'Product' });
  await userEvent.click(await screen.findByRole('button', { name: /Get 2 Free Licenses/ }));
  const form = within(await screen.findByRole('dialog', { name: 'Get 2 Free Licenses' }));
  expect(form.getByLabelText<HTMLInputElement>('Quantity').disabled).toBe(true);
  await userEvent.click(form.getByRole('radio', { name: /License List/ }));
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect((await form.findByRole('alert')).textContent).toContain('A Sandwich board is needed');
  expect(asked(bridge, 'order.create')).toHaveLength(1);
});

it('a receipt gives the credential as a file and the token by its button', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const saved = { name: 'credential-K7.zip', folder: '/home/li', bytes: 812 };
  const bridge = await openDesk('orders', { 'order.download': saved });
  const { items } = sampleDesk(1).answers['order.list'] as { items: { code: string }[] };
  const code = items[0]?.code ?? '';
  bridge.calls.length = 0;
  await userEvent.click(await screen.findByText(code));
  const receipt = within(await screen.findByRole('complementary', { name: 'Receipt of the order' }));
  await userEvent.keyboard('{Alt>}d{/Alt}');
  expect((await receipt.findByRole('status')).textContent).toBe('Saved credential-K7.zip in /home/li');
  await userEvent.click(receipt.getByRole('button', { name: /Copy token/ }));
  expect(await receipt.findByRole('button', { name: /Copied/ })).toBeTruthy();
  expect(copied).toHaveBeenCalledWith('7K3M-QX2P-W8AB-CDEF');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
});
