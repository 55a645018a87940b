import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { renderApp } from '../../../dev/render-app.js';
import { deskOf, emptyDesk, sampleDesk } from '../../../dev/sample-desk.js';
import { idleSlot, stationOf } from '../../../dev/samples.js';
import { asked, openDesk, refused } from '../testing.js';

it('asks for a login where accounts are on, says why it was refused, and goes on when somebody is there', async () => {
  const bridge = renderApp(stationOf([idleSlot(1)]), {
    desk: {
      ...emptyDesk(),
      state: { pms: 'server', me: null },
      answers: { ...emptyDesk().answers, 'account.login': refused('LOGIN_FAILED') },
    },
  });
  await userEvent.keyboard('{Control>}4{/Control}');
  const form = within(await screen.findByRole('form', { name: 'Log in' }));
  await userEvent.type(form.getByLabelText('Email'), 'li@line2.example');
  await userEvent.type(form.getByLabelText('Password'), 'wrong{Enter}');
  expect((await form.findByRole('alert')).textContent).toContain('Email or password is wrong');
  expect(asked(bridge, 'account.login')).toEqual([{ email: 'li@line2.example', password: 'wrong' }]);
  act(() => bridge.emit('desk.state', deskOf('li@line2.example', 'engineer')));
  expect(await screen.findByRole('navigation', { name: 'Desk' })).toBeTruthy();
});

it('an operator finds what needs an engineer switched off, with its reason', async () => {
  await openDesk('licenses', {}, { ...sampleDesk(10), state: deskOf('op@line2.example', 'operator') });
  const import_ = await screen.findByRole<HTMLButtonElement>('button', { name: /Import list/ });
  expect(import_.disabled).toBe(true);
  expect(import_.title).toBe('Needs the role engineer');
});

it('an admin lets an account in', async () => {
  const bridge = await openDesk(
    'accounts',
    { 'account.set': {} },
    { ...sampleDesk(10), state: deskOf('li.wei@line2.example', 'admin') },
  );
  const state = await screen.findByRole('combobox', { name: 'State new@line2.example' });
  await userEvent.click(state);
  const list = document.getElementById(state.getAttribute('aria-controls') ?? '');
  await userEvent.click(within(list ?? document.body).getByRole('option', { name: 'active' }));
  expect(asked(bridge, 'account.set')).toEqual([{ id: 'a3', status: 'active' }]);
});

it('without accounts says who is at it', async () => {
  await openDesk('accounts');
  expect(await screen.findByText('Accounts are off.')).toBeTruthy();
});

it('makes the first admin, asks twice for the password, and goes on as that admin', async () => {
  const bridge = await openDesk('accounts', {
    'account.register': { id: 'a1' },
    'account.set': {},
    'account.login': {},
  });
  await screen.findByText('Accounts are off.');
  await userEvent.keyboard('{Alt>}n{/Alt}');
  const form = within(await screen.findByRole('dialog', { name: 'Make the first admin' }));
  await userEvent.type(form.getByLabelText('Email'), 'li@line2.example');
  await userEvent.type(form.getByLabelText('Name'), 'Li Wei');
  await userEvent.type(form.getByLabelText(/^New password/), 'correct horse');
  await userEvent.type(form.getByLabelText(/^The same again/), 'correct hors');
  expect(form.getByText('The two differ.')).toBeTruthy();
  const make = form.getByRole<HTMLButtonElement>('button', { name: /Make admin/ });
  expect(make.disabled).toBe(true);
  await userEvent.type(form.getByLabelText(/^The same again/), 'e');
  await userEvent.click(make);
  const login = { email: 'li@line2.example', password: 'correct horse' };
  expect(asked(bridge, 'account.register')).toEqual([{ ...login, name: 'Li Wei' }]);
  expect(asked(bridge, 'account.set')).toEqual([{ id: 'a1', role: 'admin', status: 'active' }]);
  expect(asked(bridge, 'account.login')).toEqual([login]);
});
