import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { sampleDesk } from '../../../dev/sample-desk.js';
import { asked, openDesk } from '../testing.js';

interface Row {
  uuid: string;
  standing: string;
  exposed: boolean;
}
function ledger(): Row[] {
  const search = sampleDesk(60).answers['ledger.search'] as unknown as (request: object) => { items: Row[] };
  return search({}).items;
}

it('asks for what is typed and for the state that is chosen', async () => {
  const bridge = await openDesk('ledger');
  await screen.findByText('60 licenses');
  await userEvent.keyboard('{Control>}f{/Control}d81f');
  expect(asked(bridge, 'ledger.search').at(-1)).toEqual({ text: 'd81f' });
  await userEvent.click(screen.getByRole('combobox', { name: 'State' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Quarantined' }));
  expect(asked(bridge, 'ledger.search').at(-1)).toEqual({ text: 'd81f', standing: 'quarantined' });
});

it('opens a license’s history: who, when, where', async () => {
  await openDesk('ledger');
  const uuid = ledger()[3]?.uuid ?? '';
  await userEvent.click(await screen.findByText(uuid));
  const story = within(await screen.findByRole('complementary', { name: 'The license’s history' }));
  expect(await story.findByText('Proved on the board')).toBeTruthy();
  expect(story.getAllByText(/D8 1F 12 00 4A 07.*COM5.*run 4b1c09e2/).length).toBeGreaterThan(0);
  expect(story.getByRole<HTMLButtonElement>('button', { name: /Release/ }).disabled).toBe(true);
});

it('says for which station a license is reserved, and lets go of it once its time is over', async () => {
  const [row] = ledger();
  const license = { ...row, standing: 'quarantined', exposed: false, mac: null, leasedTo: 'line-3 9f2c04d1' };
  const reserved = { ...license, uuid: 'f0a1000000000001', standing: 'reserved' };
  await openDesk('ledger', {
    'ledger.search': { items: [reserved, license], next: null },
    'ledger.history': { license, events: [] },
  });
  expect(await screen.findByText('Reserved for line-3 9f2c04d1')).toBeTruthy();
  await userEvent.click(screen.getByText('Quarantined · reserved for line-3 9f2c04d1'));
  const story = within(await screen.findByRole('complementary'));
  expect(await story.findByText('line-3 9f2c04d1')).toBeTruthy();
  expect(story.getByRole<HTMLButtonElement>('button', { name: /Release/ }).disabled).toBe(false);
});

it('keeps a license back for a reason, and says that it is one', async () => {
  const license = { ...ledger()[0], standing: 'free', exposed: false };
  const bridge = await openDesk('ledger', {
    'ledger.history': { license, events: [] },
    'ledger.quarantine': license,
  });
  await userEvent.click(await screen.findByText(license.uuid ?? ''));
  const story = within(await screen.findByRole('complementary'));
  await story.findByText('Free');
  await userEvent.keyboard('{Alt>}q{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Keep back 1 license' }));
  await userEvent.type(form.getByLabelText(/^Reason/), 'label torn');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(asked(bridge, 'ledger.quarantine')).toEqual([{ uuid: license.uuid, reason: 'label torn' }]);
});

it('says in one word whether the books balance, and what does not add up', async () => {
  const report = { at: '2026-11-25T09:00:00Z', licenses: 12, standings: { free: 12 }, events: 20 };
  const faults = [{ problem: 'order-count', subject: 'K7Q2M1000' }];
  await openDesk('ledger', { 'ledger.reconcile': { ...report, faults, faultCount: 1 } });
  await screen.findByText('60 licenses');
  await userEvent.keyboard('{Alt>}r{/Alt}');
  const balance = within(await screen.findByRole('region', { name: 'Reconcile' }));
  expect(await balance.findByRole('heading', { name: 'Not balanced: 1 fault' })).toBeTruthy();
  expect(balance.getByText(/the order has not as many licenses/)).toBeTruthy();
});
