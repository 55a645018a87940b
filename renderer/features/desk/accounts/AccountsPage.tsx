import { useState } from 'react';

import type { Account } from '../../../../shared/contract/pms/accounts.js';
import { ROLES, type Role } from '../../../../shared/contract/pms/roles.js';
import { dateTime } from '../../../components/format.js';
import { Nothing } from '../../../components/Nothing.js';
import { Pick } from '../../../components/Pick.js';
import { useWords } from '../../../components/use-words.js';
import { useDesk, useMay, usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Refusal, Waiting } from '../kit/Say.js';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { useAct, type Act } from '../use-act.js';
import { useRead } from '../use-read.js';
import { PasswordDialog } from './PasswordDialog.js';
import css from './AccountsPage.module.css';

const STATUSES = ['pending', 'active', 'disabled'] as const;

function useColumns({ act, busy }: Act): Column<Account>[] {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const word = (key: 'email' | 'name' | 'role' | 'status' | 'at') => t(`ui.desk.accounts.columns.${key}`);
  return [
    { key: 'email', label: word('email'), width: 'minmax(180px, 1.2fr)', cell: ({ email }) => email },
    { key: 'name', label: word('name'), width: 'minmax(120px, 1fr)', cell: ({ name }) => name },
    {
      key: 'role',
      label: word('role'),
      width: '132px',
      cell: ({ id, email, role }) => (
        <Pick
          label={`${word('role')} ${email}`}
          look="quiet"
          value={role}
          disabled={busy}
          choices={ROLES.map((value) => ({ value, label: t(`ui.desk.accounts.roles.${value}`) }))}
          onPick={(value) => void act(() => perform('account.set', { id, role: value as Role }))}
        />
      ),
    },
    {
      key: 'status',
      label: word('status'),
      width: '132px',
      cell: ({ id, email, status }) => (
        <Pick
          label={`${word('status')} ${email}`}
          look="quiet"
          value={status}
          disabled={busy}
          choices={STATUSES.map((value) => ({ value, label: t(`ui.desk.accounts.statuses.${value}`) }))}
          onPick={(value) =>
            void act(() => perform('account.set', { id, status: value as Account['status'] }))
          }
        />
      ),
    },
    { key: 'at', label: word('at'), width: '132px', cell: ({ createdAt }) => dateTime(createdAt) },
  ];
}

function List() {
  const { t } = useWords();
  const [place] = usePlace('accounts');
  const { data, error, again } = useRead('account.list', {});
  const act = useAct();
  const columns = useColumns(act);
  if (data === null) return <Waiting error={error} again={again} />;
  const rows = data.items.filter(({ email, name }) => mentions(place.text, email, name));
  return (
    <>
      {act.error !== null && (
        <div className={css.refusal}>
          <Refusal error={act.error} />
        </div>
      )}
      {rows.length === 0 ? (
        <Nothing title={t('ui.desk.noMatch')} />
      ) : (
        <DataTable
          label={t('ui.desk.sections.accounts')}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          foot={t('ui.desk.accounts.count', { count: rows.length })}
        />
      )}
    </>
  );
}

/** Who may do what here; while nobody was made an admin, everybody at this PC may do everything. */
export function AccountsPage() {
  const { t } = useWords();
  const [place, move] = usePlace('accounts');
  const me = useDesk(({ who }) => who?.me ?? null);
  const perform = useDesk((state) => state.perform);
  const isAdmin = useMay('admin');
  const { act } = useAct();
  const [changing, setChanging] = useState(false);
  if (me === null) return null;
  if (me.local) return <Nothing title={t('ui.desk.accounts.off')} more={t('ui.desk.accounts.offMore')} />;
  const { email, role } = me.account;
  return (
    <>
      <Toolbar
        actions={
          <>
            <span>{t('ui.desk.accounts.you', { email, role: t(`ui.desk.accounts.roles.${role}`) })}</span>
            <AltAction letter="P" onPress={() => setChanging(true)}>
              {t('ui.desk.accounts.changePassword')}
            </AltAction>
            <AltAction letter="O" onPress={() => void act(() => perform('account.logout', {}))}>
              {t('ui.desk.accounts.logout')}
            </AltAction>
          </>
        }
      >
        {isAdmin && (
          <PageSearch
            label={t('ui.desk.accounts.search')}
            value={place.text}
            onChange={(text) => move({ text })}
          />
        )}
      </Toolbar>
      {isAdmin ? (
        <List />
      ) : (
        <Nothing title={t('ui.desk.accounts.notAdmin')} more={t('ui.desk.accounts.notAdminMore')} />
      )}
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}
