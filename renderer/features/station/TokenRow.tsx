import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';

import type { StationOrder } from '../../../shared/contract/station.js';
import type { TokenInfo } from '../../../shared/contract/tokens.js';
import { isOrderCode } from '../../../shared/domain/order-code.js';
import { remedyOf } from '../../../shared/errors/remedies.js';
import { maskToken } from '../../../shared/domain/token.js';
import { useApp } from '../../app/app-store.js';
import { ActionButton } from '../../components/ActionButton.js';
import { shortHash } from '../../components/format.js';
import { Pick } from '../../components/Pick.js';
import { KeyCap } from '../../components/KeyCap.js';
import { QuotaBar } from '../../components/QuotaBar.js';
import { StatusGlyph } from '../../components/StatusGlyph.js';
import { useErrorWords } from '../../components/use-error-words.js';
import { isRunning } from './slot-look.js';
import { useSnapshot, useStation } from './station-context.js';
import css from './TokenRow.module.css';
import { useNextAction } from './use-tile.js';
import { useWords } from '../../components/use-words.js';

/** The id of the field, for Ctrl+T. */
export const TOKEN_FIELD = 'token-field';
/** The id of the box that says whether boards are asked for their serial numbers. */
export const SERIALS_BOX = 'serials-box';

/** What the token stands for and what is left of it. */
function TokenFacts({ token }: { readonly token: TokenInfo }) {
  const { t } = useWords();
  const { firmware, free, amount, expiresAt } = token;
  return (
    <>
      <span className={css.fact}>
        <strong>{firmware.identifier}</strong> {firmware.version}
      </span>
      {firmware.protocolClass !== null && (
        <span className={`${css.fact} ${css.class}`}>{t(`ui.token.class${firmware.protocolClass}`)}</span>
      )}
      <span className={`${css.fact} ${css.file}`}>
        {firmware.file === null ? (
          t('ui.token.authorizationOnly')
        ) : (
          <>
            {firmware.file.kind} <span className="mono">{shortHash(firmware.file.sha256)}</span>
          </>
        )}
      </span>
      <span className={css.fact}>
        <QuotaBar free={free} amount={amount} className={css.quota} />
        <strong className="num">{free}</strong> {t('ui.token.quota', { count: amount })}
      </span>
      {token.development && <span className={css.fact}>{t('ui.token.development')}</span>}
      <span className={css.expires}>
        {expiresAt === null ? t('ui.token.never') : t('ui.token.expires', { date: expiresAt.slice(0, 10) })}
      </span>
    </>
  );
}

/** The work order in hand: which station of its line this is, and how far it has come. */
function OrderFacts({ order }: { readonly order: StationOrder }) {
  const { t } = useWords();
  const running = useSnapshot((snapshot) => snapshot.slots.some(isRunning));
  const confirmOrder = useStation((state) => state.confirmOrder);
  const setSerials = useStation((state) => state.setSerials);
  return (
    <>
      <span className={`${css.fact} ${css.line}`} title={order.line}>
        <strong>{order.line}</strong>
      </span>
      <Pick
        className={css.place}
        label={t('ui.token.orderStation')}
        value={order.station}
        choices={order.stations.map(({ code, name }) => ({ value: code, label: code, note: name }))}
        onPick={(station) => void confirmOrder(order.code, station)}
        disabled={running}
        look="quiet"
        mono
        dropdownWidth={240}
      />
      <span className={css.fact}>
        <strong className="num">{order.passed}</strong> {t('ui.token.orderPassed', { count: order.quantity })}
      </span>
      <label className={css.serials}>
        <input
          id={SERIALS_BOX}
          type="checkbox"
          checked={order.serials}
          disabled={running}
          onChange={(event) => void setSerials(event.target.checked)}
        />
        {t('ui.token.serials')}
      </label>
    </>
  );
}

/** Why the token was refused, in the row where it was typed. */
function TokenRefusal({ typed }: { readonly typed: string }) {
  const { t } = useWords();
  const busy = useStation((state) => state.tokenBusy);
  const verifyToken = useStation((state) => state.verifyToken);
  const error = useStation((state) => state.tokenError);
  const errorWords = useErrorWords();
  if (error === null) return null;
  const { title, cause, remedy } = errorWords(error);
  return (
    <div className={css.refusal} role="alert">
      <StatusGlyph kind="fail" />
      <p>
        <strong>{title}</strong>
        <span>
          {cause} {remedy}
        </span>
      </p>
      {remedyOf(error) === 'verify-code' && (
        <ActionButton
          look="ember"
          disabled={busy}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void verifyToken(typed)}
        >
          {t('ui.token.verify')}
        </ActionButton>
      )}
    </div>
  );
}

/** Token in, firmware and quota out. Enter confirms inside the field; nothing else does. */
export function TokenRow() {
  const { t } = useWords();
  const token = useSnapshot((snapshot) => snapshot.token);
  const running = useSnapshot((snapshot) => snapshot.slots.some(isRunning));
  const demoToken = useApp(({ info }) => info?.demoToken ?? null);
  const busy = useStation((state) => state.tokenBusy);
  const refused = useStation((state) => state.tokenError !== null);
  const order = useSnapshot((snapshot) => snapshot.order);
  const confirmToken = useStation((state) => state.confirmToken);
  const confirmOrder = useStation((state) => state.confirmOrder);
  const clearTokenError = useStation((state) => state.clearTokenError);
  const next = useNextAction();
  const field = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState('');
  const [editing, setEditing] = useState(false);

  const confirm = async (text: string): Promise<void> => {
    if (text.trim() === '' || busy) return;
    const typed = text.trim();
    const taken = isOrderCode(typed) ? confirmOrder(typed, null) : confirmToken(typed);
    if (!(await taken)) return;
    setDraft('');
    field.current?.blur();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void confirm(draft);
  };
  const forget = (): void => {
    setDraft('');
    clearTokenError();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    forget();
    field.current?.blur();
  };
  const inHand = order?.code ?? (token === null ? '' : maskToken(token.token));
  const shown = draft === '' && !editing ? inHand : draft;
  const hint = busy ? t('ui.token.checking') : editing ? 'Enter' : 'Ctrl T';
  return (
    <section className={css.row} aria-label={t('ui.token.row')} data-order={order !== null}>
      <form className={css.form} onSubmit={submit}>
        <label htmlFor={TOKEN_FIELD}>{t(order === null ? 'ui.token.label' : 'ui.token.order')}</label>
        <span className={`input-box ${css.box}`} data-refused={refused}>
          <input
            ref={field}
            id={TOKEN_FIELD}
            className={`input-bare ${css.field}`}
            value={shown}
            placeholder={t(inHand === '' ? 'ui.token.placeholder' : 'ui.token.replace')}
            onChange={(event) => {
              setDraft(event.target.value);
              if (refused) clearTokenError();
            }}
            onFocus={() => setEditing(true)}
            onBlur={() => {
              setEditing(false);
              if (inHand !== '' && !refused) setDraft('');
            }}
            onKeyDown={onKeyDown}
            disabled={running}
            aria-invalid={refused}
            aria-keyshortcuts="Control+T"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            data-draft={draft !== ''}
          />
          {!running && <KeyCap>{hint}</KeyCap>}
        </span>
      </form>
      {draft !== '' && !refused && (
        // Pressing must not take the focus first: the field would forget its draft.
        <ActionButton
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void confirm(draft)}
          disabled={busy}
        >
          {t('ui.token.confirm')}
        </ActionButton>
      )}
      {draft === '' && inHand === '' && demoToken !== null && !refused && (
        <ActionButton
          look={next === 'demo-token' ? 'ember' : 'plain'}
          disabled={busy}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void confirm(demoToken)}
        >
          {t('ui.token.useDemo')}
        </ActionButton>
      )}
      {refused ? (
        <TokenRefusal typed={draft} />
      ) : inHand === '' ? (
        <span className={css.hint}>{t('ui.token.hint')}</span>
      ) : (
        <>
          {order !== null && <OrderFacts order={order} />}
          {token !== null && <TokenFacts token={token} />}
        </>
      )}
    </section>
  );
}
