import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import type { CallReply } from '../../../shared/contract/channels.js';
import { SAFE_POLICIES } from '../../../shared/contract/policies.js';
import type { PmsConnection } from '../../../shared/contract/settings.js';
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

describe('at a server', () => {
  const choice = { kind: 'server', url: 'https://pms', ca: null, account: null, ahead: 16 } as const;
  function books(change: Partial<PmsConnection>): CallReply<'settings.pms.get'> {
    const standing = {
      connected: true,
      latencyMs: 3,
      queued: 0,
      ahead: 16,
      refused: 0,
      account: 'a@b.example',
    };
    return {
      choice,
      connection: { kind: 'server', url: 'https://pms', ...standing, ...change },
      refused: [],
    };
  }
  const bar = async () => (await screen.findAllByText(/pms ·/))[0];

  it('that is there, the top bar says so, without a shape that asks for anything', async () => {
    await openSettings({ books: books({}) });
    expect((await bar())?.textContent).toContain('connected, 3 ms');
    expect((await bar())?.querySelector('[data-glyph]')).toBeNull();
  });

  it('that is away, it says for how many boards there is a license here', async () => {
    await openSettings({ books: books({ connected: false, ahead: 12, queued: 5 }) });
    expect((await bar())?.textContent).toContain('server away · 12 licenses here · 5 results wait');
    expect((await bar())?.querySelector('[data-glyph]')?.getAttribute('data-glyph')).toBe('wait');
  });

  it('that is away, with none here, in another shape', async () => {
    await openSettings({ books: books({ connected: false, ahead: 0 }) });
    expect((await bar())?.textContent).toContain('server away · no licenses here');
    expect((await bar())?.querySelector('[data-glyph]')?.getAttribute('data-glyph')).toBe('fail');
  });

  it('the number of licenses to set aside is kept, and nothing that is no such number', async () => {
    const bridge = await openSettings({ books: books({}) });
    const part = within(screen.getByRole('region', { name: 'Books' }));
    const field = await part.findByRole('spinbutton', { name: /Licenses to set aside/ });
    const keep = part.getByRole('button', { name: 'Keep' });
    for (const wrong of ['51', '1.5', '-1']) {
      await userEvent.clear(field);
      await userEvent.type(field, wrong);
      expect(keep.hasAttribute('disabled')).toBe(true);
    }
    await userEvent.clear(field);
    await userEvent.type(field, '40');
    await userEvent.click(keep);
    expect(asked(bridge, 'settings.pms.set')).toEqual([{ ...choice, ahead: 40 }]);
  });

  it('what it refused late is told, board by board, until somebody has seen to it', async () => {
    const data = { uuid: 'feed1', other: 'feed2', mac: 'd81f12000001' };
    const refused = [
      {
        id: 7,
        at: '2026-11-25T10:00:00.000Z',
        runId: 'r',
        mac: 'd81f12000001',
        error: { code: 'LEASE_CONFLICT', data },
      } as const,
    ];
    const bridge = await openSettings({ books: { ...books({ refused: 1 }), refused: [...refused] } });
    expect((await bar())?.textContent).toContain('1 result refused');
    const part = within(await screen.findByRole('region', { name: 'Refused by the server' }));
    expect(part.getByText(/feed1 is put aside/)).toBeTruthy();
    expect(part.getByText(/D8 1F 12 00 00 01/i)).toBeTruthy();
    await userEvent.click(part.getByRole('button', { name: 'Seen to' }));
    expect(asked(bridge, 'settings.pms.seen')).toEqual([{ ids: [7] }]);
  });
});
