import { describe, expect, test } from 'vitest';

import { PMS_OPERATIONS, type PmsOperationName } from '../../../../shared/contract/pms/operations.js';
import { makeFirstAdmin } from '../desk/accounts.js';
import { SESSION_MS } from '../desk/sessions.js';
import { query } from '../store/query.js';
import { PASSWORD, type DeskBench } from './desk-bench.js';
import { errorOf } from './fixture.js';

/** Accounts, sessions, roles. */
export function peopleContract(bench: DeskBench): void {
  describe('people', () => {
    const codeOf = async (work: Promise<unknown>) => ((await errorOf(work)) as { code: string }).code;

    test('on one PC nobody logs in, until somebody is made an admin', async () => {
      const local = await bench.stranger();
      expect(await local.ask('account.me', {})).toMatchObject({ local: true, account: { role: 'admin' } });
      const email = 'line4@kiln.example';
      const { id } = await local.ask('account.register', { email, name: 'Line 4', password: PASSWORD });
      // A registration alone locks nobody out.
      expect((await bench.stranger()).session).not.toBeNull();
      await local.ask('account.set', { id, role: 'admin', status: 'active' });
      expect((await bench.stranger()).session).toBeNull();
      expect(await (await bench.login(email)).ask('account.me', {})).toMatchObject({
        local: false,
        account: { email, role: 'admin' },
      });
    });

    test('the first admin is made once', async () => {
      await bench.admin();
      const again = makeFirstAdmin(bench.desk, { email: 'b@kiln.example', name: 'B', password: PASSWORD });
      expect(await codeOf(again)).toBe('ACCOUNT_EXISTS');
    });

    test('whoever registers waits for an admin, and may be sent away again', async () => {
      const admin = await bench.admin();
      const email = 'new@kiln.example';
      const registered = await admin.ask('account.register', {
        email: ` New@Kiln.example`,
        name: 'N',
        password: PASSWORD,
      });
      expect(registered).toMatchObject({ email, role: 'operator', status: 'pending' });
      expect(await codeOf(bench.login(email))).toBe('ACCOUNT_PENDING');
      await admin.ask('account.set', { id: registered.id, status: 'active' });
      const person = await bench.login(email);
      await admin.ask('account.set', { id: registered.id, status: 'disabled' });
      expect(await codeOf(bench.login(email))).toBe('ACCOUNT_DISABLED');
      // Who was logged in is out.
      const { session } = person;
      const rows = await bench.desk.store.read((r) =>
        r.all(
          query
            .selectFrom('session')
            .selectAll()
            .where('bearer', '=', session?.bearer ?? ''),
        ),
      );
      expect(rows).toEqual([]);
    });

    test('refuses what is no account, and tells nobody which part was wrong', async () => {
      const admin = await bench.admin();
      const taken = { email: 'admin@kiln.example', name: 'A', password: PASSWORD };
      expect(await codeOf(admin.ask('account.register', taken))).toBe('ACCOUNT_EXISTS');
      const weak = admin.ask('account.register', { ...taken, email: 'c@kiln.example', password: 'short' });
      expect(await errorOf(weak)).toEqual({ code: 'PASSWORD_WEAK', data: { least: 10 } });
      for (const email of ['=cmd@kiln.example', 'nobody', 'a b@kiln.example', 'a@b']) {
        expect(await codeOf(admin.ask('account.register', { ...taken, email }))).toBe('EMAIL_INVALID');
      }
      for (const login of [
        { email: 'admin@kiln.example', password: 'wrong password' },
        { email: 'nobody@kiln.example', password: PASSWORD },
      ]) {
        expect(await errorOf(admin.ask('account.login', login))).toEqual({ code: 'LOGIN_FAILED', data: {} });
      }
    });

    test('the last admin can neither go nor be made less', async () => {
      const admin = await bench.admin();
      const id = admin.session?.account ?? '';
      expect(await codeOf(admin.ask('account.set', { id, role: 'engineer' }))).toBe('ACCOUNT_LAST_ADMIN');
      expect(await codeOf(admin.ask('account.set', { id, status: 'disabled' }))).toBe('ACCOUNT_LAST_ADMIN');
      const other = await bench.person(admin, 'admin', 'second');
      await other.ask('account.set', { id, role: 'engineer' });
      expect(await codeOf(other.ask('account.set', { id: 'nobody', role: 'admin' }))).toBe('DESK_UNKNOWN');
      expect((await other.ask('account.list', {})).items.map(({ role }) => role).sort()).toEqual([
        'admin',
        'engineer',
      ]);
    });

    test('a session that is used lasts, one that is left alone ends, one that is over never comes back', async () => {
      await bench.admin();
      const { session: bearer } = await bench.service.perform(
        'account.login',
        { email: 'admin@kiln.example', password: PASSWORD },
        null,
      );
      await bench.clock.advance(SESSION_MS * 0.6);
      expect(await bench.service.sessionOf(bearer)).not.toBeNull();
      await bench.clock.advance(SESSION_MS * 0.6);
      const session = await bench.service.sessionOf(bearer);
      await bench.service.perform('account.logout', {}, session);
      expect(await codeOf(bench.service.sessionOf(bearer))).toBe('LOGIN_NEEDED');
      const next = await bench.login('admin@kiln.example');
      await bench.clock.advance(SESSION_MS);
      expect(await codeOf(bench.service.sessionOf(next.session?.bearer ?? ''))).toBe('LOGIN_NEEDED');
      expect(await codeOf(bench.service.sessionOf('made up'))).toBe('LOGIN_NEEDED');
    });

    test('a changed password ends every other session, and needs the old one', async () => {
      const admin = await bench.admin();
      const other = await bench.login('admin@kiln.example');
      const password = 'another long one';
      expect(await codeOf(admin.ask('account.password', { current: 'no', password }))).toBe('LOGIN_FAILED');
      await admin.ask('account.password', { current: PASSWORD, password });
      const open = await bench.desk.store.read((rows) =>
        rows.all(query.selectFrom('session').select('bearer')),
      );
      expect(open).toEqual([{ bearer: admin.session?.bearer }]);
      expect(other.session?.bearer).not.toBe(admin.session?.bearer);
      expect(await codeOf(bench.login('admin@kiln.example'))).toBe('LOGIN_FAILED');
    });

    test('no operation answers a lesser role than its own, nor nobody', async () => {
      const admin = await bench.admin();
      const operator = await bench.person(admin, 'operator');
      const engineer = await bench.person(admin, 'engineer');
      const stranger = await bench.stranger();
      for (const [name, { role }] of Object.entries(PMS_OPERATIONS)) {
        if (role === 'public') continue;
        const ask = (who: typeof admin) => who.ask(name as PmsOperationName, {});
        expect(await codeOf(ask(stranger)), name).toBe('LOGIN_NEEDED');
        if (role !== 'operator') {
          expect(await errorOf(ask(operator)), name).toEqual({
            code: 'ROLE_MISSING',
            data: { needed: role, role: 'operator' },
          });
        }
        if (role === 'admin') expect(await codeOf(ask(engineer)), name).toBe('ROLE_MISSING');
      }
      for (const stream of ['pool.export', 'ledger.export'] as const) {
        expect(await codeOf(operator.fetch(stream, { format: 'csv' }))).toBe('ROLE_MISSING');
        expect(await codeOf(stranger.fetch(stream, { format: 'csv' }))).toBe('LOGIN_NEEDED');
      }
      const list = { name: 'l', licenseKind: 'tuyaos' };
      expect(await codeOf(operator.send('pool.import', list, 'x'))).toBe('ROLE_MISSING');
    });

    test('a refused request never says what was in it', async () => {
      const admin = await bench.admin();
      const error = await errorOf(
        admin.ask('account.login', { email: 'a@b.c', password: 'hunter2'.repeat(100) }),
      );
      expect(error).toMatchObject({ code: 'BAD_REQUEST' });
      expect(JSON.stringify(error)).not.toContain('hunter2');
    });
  });
}
