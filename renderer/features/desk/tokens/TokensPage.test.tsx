import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { sampleDesk } from '../../../dev/sample-desk.js';
import { asked, openDesk } from '../testing.js';

const tokens = () => (sampleDesk(1).answers['token.list'] as { items: { token: string }[] }).items;

it('verifies an activation code that is typed or scanned, and shows the token', async () => {
  const [, unverified] = tokens();
  const bridge = await openDesk('tokens', { 'token.verify': unverified });
  await screen.findByText('Not verified');
  await userEvent.keyboard('{Alt>}v{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Activation Code Verification' }));
  await userEvent.type(form.getByRole('textbox'), '9PQR-2STV-WX34-YZ56{Enter}');
  expect(asked(bridge, 'token.verify')).toEqual([{ token: '9PQR-2STV-WX34-YZ56' }]);
  expect(await screen.findByRole('complementary', { name: 'The token' })).toBeTruthy();
});

it('says how many licenses a revocation ends, and wants a reason', async () => {
  const bridge = await openDesk('tokens', { 'token.revoke': {} });
  await userEvent.click(await screen.findByText('Usable'));
  await screen.findByRole('complementary', { name: 'The token' });
  await userEvent.keyboard('{Alt>}r{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: /Revoke token/ }));
  expect(form.getByText('288 licenses that are left can never be used.')).toBeTruthy();
  const revoke = form.getByRole<HTMLButtonElement>('button', { name: /Revoke, 288 licenses lost/ });
  expect(revoke.disabled).toBe(true);
  await userEvent.type(form.getByLabelText(/^Reason/), 'wrong firmware');
  await userEvent.click(revoke);
  expect(asked(bridge, 'token.revoke')).toEqual([{ token: tokens()[0]?.token, reason: 'wrong firmware' }]);
});

it('finds by what is typed, and keeps only those that run low', async () => {
  await openDesk('tokens');
  await userEvent.click(await screen.findByRole('button', { name: '1 token runs low' }));
  expect(screen.getByText('1 token')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all tokens' }));
  await userEvent.type(screen.getByLabelText(/^Token, firmware/), 'MN45-PQ');
  expect(screen.getByText('Revoked')).toBeTruthy();
  expect(screen.getByText('1 token')).toBeTruthy();
});

it('revokes many for one reason; one that was revoked before keeps its own, and is told', async () => {
  const bridge = await openDesk('tokens', { 'token.revoke': {}, 'token.export': null });
  await screen.findByText('Revoked');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all rows that are here' }));
  await userEvent.keyboard('{Alt>}c{/Alt}');
  expect(asked(bridge, 'token.export')).toEqual([
    { format: 'csv', tokens: tokens().map(({ token }) => token) },
  ]);
  await userEvent.keyboard('{Alt>}r{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Revoke 5 tokens' }));
  expect(form.getByText('321 licenses that are left can never be used.')).toBeTruthy();
  await userEvent.type(form.getByLabelText(/^Reason/), 'line closed');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  const report = within(await screen.findByRole('dialog', { name: 'What became of 5' }));
  expect(report.getByText('4 done')).toBeTruthy();
  expect(report.getByText(/wrong firmware ordered/)).toBeTruthy();
  expect(asked(bridge, 'token.revoke')).toHaveLength(4);
});
