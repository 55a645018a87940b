import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { asked, openDesk, refused } from '../testing.js';

async function chooseList() {
  await screen.findByText('8 420');
  await userEvent.keyboard('{Alt>}i{/Alt}');
  return within(await screen.findByRole('region', { name: 'Import list' }));
}

it('imports a list: how far it is, then the report', async () => {
  let finish: (report: object) => void = () => undefined;
  const bridge = await openDesk('licenses', {
    'pool.import': () => new Promise((resolve) => (finish = resolve)),
  });
  const panel = await chooseList();
  await userEvent.keyboard('{Alt>}s{/Alt}');
  act(() => bridge.emit('desk.progress', { stream: 'pool.import', done: 512_000, total: 1_024_000 }));
  expect(panel.getByText('Taking it in: 50 %')).toBeTruthy();
  act(() => bridge.emit('desk.progress', { stream: 'pool.import', done: 1_024_000, total: 1_024_000 }));
  expect(panel.getByText(/whole or not at all/)).toBeTruthy();
  act(() => finish({ id: 'i9', name: 'a.csv', licenseKind: 'tuyaos', development: false, count: 10_000 }));
  expect(await panel.findByText('10 000 licenses imported')).toBeTruthy();
  expect(asked(bridge, 'pool.import')).toEqual([{ name: 'licenses-2026-12.csv', licenseKind: 'tuyaos' }]);
});

it('reports bad rows with their line and what is wrong with each', async () => {
  const rows = [
    { row: 2, problem: 'uuid-length', value: 'abc' },
    { row: 7, problem: 'duplicate-uuid', value: 'f0a1000000000001' },
  ];
  await openDesk('licenses', { 'pool.import': refused('LIST_INVALID', { rows, count: 2 }) });
  const panel = await chooseList();
  await userEvent.keyboard('{Alt>}s{/Alt}');
  expect((await panel.findByRole('alert')).textContent).toContain('bad rows: 2');
  const report = within(panel.getByRole('table', { name: 'Bad rows' }));
  expect(report.getByText('UUID stands in the list twice')).toBeTruthy();
  expect(report.getByText('2 bad rows, nothing imported')).toBeTruthy();
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await userEvent.keyboard('{Alt>}c{/Alt}');
  expect(await report.findByRole('button', { name: /Copied/ })).toBeTruthy();
  expect(copied.mock.calls[0]?.[0].split('\n').map((line) => line.split('\t')[0])).toEqual(['Row', '2', '7']);
});

it('an export says how many keys leave in plain text', async () => {
  const bridge = await openDesk('licenses', { 'pool.export': null });
  await screen.findByText('8 420');
  await userEvent.keyboard('{Alt>}x{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Export a copy' }));
  await userEvent.click(form.getByRole('button', { name: /Export 8681 licenses/ }));
  expect(asked(bridge, 'pool.export')).toEqual([{ format: 'csv' }]);
});
