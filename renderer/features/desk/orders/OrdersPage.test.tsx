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

it('orders with what the token asks of its boards; a license list asks nothing of them', async () => {
  const bridge = await openDesk('orders', { 'order.create': refused('COUNTRY_UNKNOWN', { country: 'ZZ' }) });
  await screen.findByRole('combobox', { name: 'Product' });
  await userEvent.keyboard('{Alt>}n{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Order licenses' }));
  const fill = async (label: string, text: string) => userEvent.type(form.getByLabelText(label), text);
  await fill('Effective', '2026-12-01');
  await fill('Expires', '2026-12-31');
  await fill('Warn below', '10');
  await fill('RSSI test, access point', 'line-2');
  await userEvent.clear(form.getByLabelText('Least signal, dBm'));
  const submit = form.getByRole<HTMLButtonElement>('button', { name: /Submit/ });
  expect(submit.disabled).toBe(true);
  await fill('Least signal, dBm', '-62');
  await fill('First MAC', 'D8 1F 12 00 00 01');
  await fill('Last MAC', 'D8 1F 12 00 00 FF');
  await userEvent.click(form.getByRole('checkbox', { name: 'GPIO test' }));
  await userEvent.click(form.getByRole('combobox', { name: 'Country' }));
  await userEvent.clear(form.getByRole('combobox', { name: 'Country' }));
  await userEvent.type(form.getByRole('combobox', { name: 'Country' }), 'germ{Enter}');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'order.create').at(-1)).toMatchObject({
    country: 'DE',
    tests: { rssi: { ssid: 'line-2', min: -62 }, gpio: true },
    macRule: { from: 'D8 1F 12 00 00 01', to: 'D8 1F 12 00 00 FF' },
    lowWater: 10,
    effectiveAt: new Date('2026-12-01T00:00:00').toISOString(),
    expiresAt: new Date('2026-12-31T23:59:59.999').toISOString(),
  });
  expect((await form.findByRole('alert')).textContent).toContain('There is no such country');
  await userEvent.click(form.getByRole('radio', { name: /License List/ }));
  expect(form.queryByLabelText('First MAC')).toBeNull();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'order.create').at(-1)).not.toHaveProperty('macRule');
});

it('downloads what is chosen into one folder, and tells what could not be written', async () => {
  const { items } = sampleDesk(1).answers['order.list'] as { items: { code: string }[] };
  const bridge = await openDesk('orders');
  bridge.answerWith('desk.downloadAll', {
    folder: '/home/li/out',
    items: items.map(({ code }, index) => ({
      name: `credential-${code}.zip`,
      error: index === 1 ? { code: 'FILE_EXISTS' as const, data: { name: 'there.zip' } } : null,
    })),
  });
  await screen.findByText(items[0]?.code ?? '');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all rows that are here' }));
  await userEvent.keyboard('{Alt>}d{/Alt}');
  const report = within(await screen.findByRole('dialog', { name: 'Downloaded into /home/li/out' }));
  expect(report.getByText('3 done')).toBeTruthy();
  expect(report.getByText(/there.zip is in that folder/)).toBeTruthy();
  const request = bridge.calls.find(({ channel }) => channel === 'desk.downloadAll')?.request;
  const { items: sent } = request as { items: { stream: string }[] };
  expect(sent.map(({ stream }) => stream)).toEqual([
    'order.download',
    'order.download',
    'order.list',
    'order.download',
  ]);
});
