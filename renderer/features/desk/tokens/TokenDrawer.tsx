import { useState } from 'react';

import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { formatToken, maskToken } from '../../../../shared/domain/token.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { dateTime, grouped } from '../../../components/format.js';
import { useNow } from '../../../components/use-now.js';
import { useWords } from '../../../components/use-words.js';
import { FactList } from '../../../components/FactList.js';
import { useDesk, useMay } from '../desk-store.js';
import { AltAction } from '../kit/AltAction.js';
import { CopyButton } from '../kit/CopyButton.js';
import { Drawer, Heading } from '../../../components/Drawer.js';
import { Caution, Refusal } from '../kit/Say.js';
import { useAct } from '../use-act.js';
import { LowWaterDialog } from './LowWaterDialog.js';
import { Quota } from './Quota.js';
import { RevokeDialog } from './RevokeDialog.js';
import { tokenState } from './token-state.js';

const MINUTE = 60_000;
const COUNTS = ['free', 'reserved', 'written', 'validated', 'quarantined'] as const;

function useRules(token: TokenDetail) {
  const { t } = useWords();
  const { tests, macRule } = token;
  const asked = [
    tests.rssi === null ? null : t('ui.desk.tokens.rssi', { ssid: tests.rssi.ssid, min: tests.rssi.min }),
    tests.gpio ? t('ui.desk.tokens.gpio') : null,
    tests.userConfig ? t('ui.desk.tokens.userConfig') : null,
  ].filter((test) => test !== null);
  return [
    { name: t('ui.desk.tokens.columns.country'), value: token.country ?? t('ui.desk.tokens.noCountry') },
    {
      name: t('ui.desk.tokens.tests'),
      value: asked.length === 0 ? t('ui.desk.tokens.noTests') : asked.join(', '),
    },
    {
      name: t('ui.desk.tokens.macs'),
      value:
        macRule === null ? (
          t('ui.desk.tokens.anyMac')
        ) : (
          <span className="mono">
            {formatMac(macRule.from)} – {formatMac(macRule.to)}
          </span>
        ),
    },
    { name: t('ui.desk.licenseKind'), value: t(`ui.desk.kinds.${token.licenseKind}`) },
  ];
}

/** All that is known of one token, and what can be done with it. */
export function TokenDrawer({
  token,
  onClose,
}: {
  readonly token: TokenDetail;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const perform = useDesk((state) => state.perform);
  const may = useMay('engineer');
  const { busy, error, act } = useAct();
  const now = useNow(true, MINUTE);
  const [asking, setAsking] = useState<'revoke' | 'low' | null>(null);
  const state = tokenState(token, now);
  const rules = useRules(token);
  const { firmware } = token;
  const facts = [
    { name: t('ui.desk.tokens.columns.state'), value: t(`ui.desk.tokens.states.${state}`) },
    {
      name: t('ui.desk.tokens.columns.firmware'),
      value: `${firmware.identifier} ${firmware.version}${firmware.file === null ? ` · ${t('ui.token.authorizationOnly')}` : ''}`,
    },
    { name: t('ui.desk.tokens.order'), value: token.orderCode ?? t('ui.desk.tokens.ownList') },
    {
      name: t('ui.desk.tokens.columns.effective'),
      value: dateTime(token.effectiveAt ?? token.createdAt),
    },
    {
      name: t('ui.desk.tokens.columns.expires'),
      value: token.expiresAt === null ? t('ui.desk.tokens.never') : dateTime(token.expiresAt),
    },
    {
      name: t('ui.desk.tokens.columns.bound'),
      value:
        token.verification === 'not-needed'
          ? t('ui.desk.tokens.everybody')
          : (token.boundTo ?? t('ui.desk.tokens.nobody')),
    },
    {
      name: t('ui.desk.tokens.lowWater'),
      value:
        token.lowWater === 0
          ? t('ui.desk.tokens.noLowWater')
          : t('ui.desk.tokens.below', { count: token.lowWater }),
    },
  ];
  return (
    <Drawer
      label={t('ui.desk.tokens.detail')}
      title={<span className="mono">{maskToken(token.token)}</span>}
      onClose={onClose}
      actions={
        <>
          {state === 'unverified' && (
            <AltAction
              letter="O"
              look="ember"
              disabled={busy}
              onPress={() => void act(() => perform('token.verify', { token: token.token }))}
            >
              {t('ui.desk.tokens.verifyThis')}
            </AltAction>
          )}
          <CopyButton
            letter="C"
            label={t('ui.desk.orders.copyToken')}
            textOf={() => Promise.resolve(formatToken(token.token))}
          />
          <AltAction letter="W" disabled={!may} onPress={() => setAsking('low')}>
            {t('ui.desk.tokens.setLowWater')}
          </AltAction>
          <AltAction
            letter="R"
            look="quiet"
            disabled={!may || token.revoked !== null}
            onPress={() => setAsking('revoke')}
          >
            {t('ui.desk.tokens.revoke')}
          </AltAction>
        </>
      }
    >
      <Quota free={token.free} amount={token.amount} />
      {state === 'low' && (
        <Caution>{t('ui.desk.tokens.lowMore', { count: token.lowWater, free: token.free })}</Caution>
      )}
      {state === 'unverified' && <Caution>{t('ui.desk.tokens.unverifiedMore')}</Caution>}
      {token.revoked !== null && (
        <Caution>
          {t('ui.desk.tokens.revokedAt', {
            at: dateTime(token.revoked.at),
            reason: token.revoked.reason,
          })}
        </Caution>
      )}
      {token.development && <Caution>{t('ui.desk.developmentMore')}</Caution>}
      <FactList facts={facts} />
      <Heading>{t('ui.desk.tokens.whereLicenses')}</Heading>
      <FactList
        facts={COUNTS.map((key) => ({
          name: t(`ui.desk.standings.${key}`),
          value: <span className="num">{grouped(token[key])}</span>,
        }))}
      />
      <Heading>{t('ui.desk.tokens.rules')}</Heading>
      <FactList facts={rules} />
      <Refusal error={error} />
      {asking === 'revoke' && <RevokeDialog token={token} onClose={() => setAsking(null)} />}
      {asking === 'low' && <LowWaterDialog token={token} onClose={() => setAsking(null)} />}
    </Drawer>
  );
}
