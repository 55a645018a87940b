import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { formatToken, maskToken, normaliseToken } from '../../../../shared/domain/token.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { Nothing } from '../../../components/Nothing.js';
import { StatusGlyph } from '../../../components/StatusGlyph.js';
import { useNow } from '../../../components/use-now.js';
import { useWords } from '../../../components/use-words.js';
import { usePlace } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { DataTable, type Column } from '../kit/DataTable.js';
import { PageSearch } from '../kit/PageSearch.js';
import { Waiting } from '../kit/Say.js';
import split from '../kit/Split.module.css';
import { Toolbar } from '../kit/Toolbar.js';
import { mentions } from '../places.js';
import { useRead, useRows } from '../use-read.js';
import { Quota } from './Quota.js';
import { TokenDrawer } from './TokenDrawer.js';
import { STATE_GLYPHS, tokenState } from './token-state.js';
import css from './TokensPage.module.css';
import { VerifyDialog } from './VerifyDialog.js';

const MINUTE = 60_000;
const shortDate = (iso: string | null): string => iso?.slice(0, 10) ?? '–';

function useColumns(): Column<TokenDetail>[] {
  const { t } = useWords();
  const now = useNow(true, MINUTE);
  const word = (
    key: 'token' | 'firmware' | 'quota' | 'effective' | 'expires' | 'country' | 'bound' | 'state',
  ) => t(`ui.desk.tokens.columns.${key}`);
  return [
    {
      key: 'token',
      label: word('token'),
      width: '168px',
      cell: ({ token }) => <span className="mono">{maskToken(token)}</span>,
    },
    {
      key: 'firmware',
      label: word('firmware'),
      width: 'minmax(130px, 1fr)',
      cell: ({ firmware }) => `${firmware.identifier} ${firmware.version}`,
    },
    {
      key: 'quota',
      label: word('quota'),
      width: '176px',
      cell: ({ free, amount }) => <Quota free={free} amount={amount} />,
    },
    {
      key: 'effective',
      label: word('effective'),
      width: '92px',
      cell: ({ effectiveAt, createdAt }) => shortDate(effectiveAt ?? createdAt),
      minor: true,
    },
    {
      key: 'expires',
      label: word('expires'),
      width: '92px',
      cell: ({ expiresAt }) => (expiresAt === null ? t('ui.desk.tokens.never') : shortDate(expiresAt)),
      minor: true,
    },
    {
      key: 'country',
      label: word('country'),
      width: '64px',
      cell: ({ country }) => country ?? '–',
      minor: true,
    },
    {
      key: 'bound',
      label: word('bound'),
      width: 'minmax(96px, 0.7fr)',
      cell: ({ boundTo, verification }) =>
        verification === 'not-needed' ? t('ui.desk.tokens.everybody') : (boundTo ?? '–'),
      minor: true,
    },
    {
      key: 'state',
      label: word('state'),
      width: 'minmax(124px, 0.8fr)',
      cell: (token) => {
        const state = tokenState(token, now);
        return (
          <span className={css.state}>
            <StatusGlyph kind={STATE_GLYPHS[state]} className={css.glyph} />
            {t(`ui.desk.tokens.states.${state}`)}
          </span>
        );
      },
    },
  ];
}

/** Credentials: what is left of each, who may use it, and Activation Code Verification. */
export function TokensPage() {
  const { t } = useWords();
  const [place, move] = usePlace('tokens');
  const tokens = useRows('token.list', {});
  const low = useRead('token.low', {}).data?.items ?? [];
  const columns = useColumns();
  const [verifying, setVerifying] = useState(false);
  const wanted = normaliseToken(place.text);
  const rows = (place.low ? low : (tokens.data ?? [])).filter(
    ({ token, firmware, orderCode, boundTo }) =>
      mentions(place.text, firmware.identifier, orderCode, boundTo) ||
      (wanted !== '' && formatToken(token).replace(/-/g, '').startsWith(wanted)),
  );
  const open = [...low, ...(tokens.data ?? [])].find(({ token }) => token === place.open);
  return (
    <>
      <Toolbar
        actions={
          <AltAction letter="V" onPress={() => setVerifying(true)}>
            {t('ui.desk.tokens.verify')}
          </AltAction>
        }
      >
        <PageSearch
          label={t('ui.desk.tokens.search')}
          value={place.text}
          onChange={(text) => move({ text })}
        />
        {(low.length > 0 || place.low) && (
          <ActionButton look="quiet" aria-pressed={place.low} onClick={() => move({ low: !place.low })}>
            {place.low ? t('ui.desk.tokens.showAll') : t('ui.desk.tokens.lowCount', { count: low.length })}
          </ActionButton>
        )}
      </Toolbar>
      <div className={split.split}>
        {tokens.data === null ? (
          <Waiting error={tokens.error} again={tokens.again} />
        ) : rows.length === 0 ? (
          tokens.data.length === 0 ? (
            <Nothing title={t('ui.desk.tokens.none')} more={t('ui.desk.tokens.noneMore')} />
          ) : (
            <Nothing title={t('ui.desk.noMatch')} />
          )
        ) : (
          <DataTable
            label={t('ui.desk.sections.tokens')}
            columns={columns}
            rows={rows}
            keyOf={({ token }) => token}
            openKey={place.open}
            onOpen={({ token }) => move({ open: token })}
            narrow={open !== undefined}
            more={place.low ? null : tokens.more}
            foot={t('ui.desk.tokens.count', { count: rows.length })}
          />
        )}
        {open !== undefined && (
          <TokenDrawer key={open.token} token={open} onClose={() => move({ open: null })} />
        )}
      </div>
      {verifying && (
        <VerifyDialog
          onClose={() => setVerifying(false)}
          onVerified={({ token }) => {
            setVerifying(false);
            move({ open: token, text: '', low: false });
          }}
        />
      )}
    </>
  );
}
