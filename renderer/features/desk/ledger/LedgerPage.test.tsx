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

const box = (index: number) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: `Choose ${ledger()[index]?.uuid}` });

it('chooses with box, Shift and keys; one reason for all, and each refusal is told', async () => {
  const uuids = [1, 2, 3, 5].map((index) => ledger()[index]?.uuid ?? '');
  const bridge = await openDesk('ledger', {
    'ledger.quarantineMany': ({ uuids: asked }: { uuids: string[] }) => ({
      items: asked.map((uuid) => ({
        uuid,
        error: uuid === uuids[1] ? { code: 'LICENSE_IN_HAND', data: { uuid } } : null,
      })),
    }),
  });
  await screen.findByText('60 licenses');
  const user = userEvent.setup();
  await user.click(box(1));
  await user.keyboard('{Shift>}');
  await user.click(box(3));
  await user.keyboard('{/Shift}');
  expect([0, 1, 2, 3, 4].map((index) => box(index).checked)).toEqual([false, true, true, true, false]);
  screen
    .getByText(ledger()[4]?.uuid ?? '')
    .closest<HTMLElement>('[role="row"]')
    ?.focus();
  await user.keyboard('{ArrowDown}{Control>} {/Control}');
  expect(screen.getByText('4 chosen')).toBeTruthy();
  expect(screen.queryByRole('complementary')).toBeNull();
  await user.keyboard('{Alt>}q{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Keep back 4 licenses' }));
  await user.type(form.getByLabelText(/^Reason/), 'recalled by the vendor');
  await user.keyboard('{Control>}{Enter}{/Control}');
  const report = within(await screen.findByRole('dialog', { name: 'What became of 4' }));
  expect(report.getByText('3 done')).toBeTruthy();
  expect(report.getByText('1 refused')).toBeTruthy();
  expect(report.getByText('LICENSE_IN_HAND')).toBeTruthy();
  expect(asked(bridge, 'ledger.quarantineMany')).toEqual([{ uuids, reason: 'recalled by the vendor' }]);
  await user.keyboard('{Escape}');
  // What was refused stays chosen.
  expect(await screen.findByText('1 chosen')).toBeTruthy();
  expect(box(2).checked).toBe(true);
});

it('chooses all that the filter finds, and exports what is chosen', async () => {
  const bridge = await openDesk('ledger', { 'ledger.exportChosen': null }, sampleDesk(2500));
  await screen.findByText(/licenses, more below/);
  await userEvent.click(box(0));
  await userEvent.click(screen.getByRole('button', { name: 'Choose all that the filter finds' }));
  expect(await screen.findByText('2 500 chosen')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /^CSV of/ }));
  const [chosen] = asked(bridge, 'ledger.exportChosen') as { format: string; uuids: string[] }[];
  expect([chosen?.format, new Set(chosen?.uuids).size]).toEqual(['csv', 2500]);
  await userEvent.keyboard('{Control>}f{/Control}f0');
  expect(screen.queryByText('2 500 chosen')).toBeNull();
});

it('what is chosen and how far one had read is there again after another view', async () => {
  await openDesk('ledger', {}, sampleDesk(2500));
  await screen.findByText('100 licenses, more below');
  await userEvent.click(box(2));
  await userEvent.keyboard('{Control>}5{/Control}');
  await userEvent.keyboard('{Control>}4{/Control}');
  expect(await screen.findByText('1 chosen')).toBeTruthy();
  expect(box(2).checked).toBe(true);
});
