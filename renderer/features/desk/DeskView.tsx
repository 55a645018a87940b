import { useEffect, type ReactElement } from 'react';

import { KeyCap } from '../../components/KeyCap.js';
import { useWords } from '../../components/use-words.js';
import { AccountsPage } from './accounts/AccountsPage.js';
import { LoginPage } from './accounts/LoginPage.js';
import { useDesk } from './desk-store.js';
import css from './DeskView.module.css';
import { FirmwarePage } from './firmware/FirmwarePage.js';
import { Waiting } from './kit/Say.js';
import { LedgerPage } from './ledger/LedgerPage.js';
import { LicensesPage } from './licenses/LicensesPage.js';
import { BoardsPage } from './lines/BoardsPage.js';
import { WorkOrdersPage } from './lines/WorkOrdersPage.js';
import { OrdersPage } from './orders/OrdersPage.js';
import { SECTIONS, type Section } from './places.js';
import { TokensPage } from './tokens/TokensPage.js';

const PAGES: Readonly<Record<Section, ReactElement>> = {
  firmware: <FirmwarePage />,
  orders: <OrdersPage />,
  tokens: <TokensPage />,
  licenses: <LicensesPage />,
  ledger: <LedgerPage />,
  workOrders: <WorkOrdersPage />,
  boards: <BoardsPage />,
  accounts: <AccountsPage />,
};

/** Alt and a digit opens a page of the Desk. */
function useSectionKeys(): void {
  const open = useDesk((state) => state.open);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { altKey, ctrlKey, metaKey, repeat, code } = event;
      if (!altKey || ctrlKey || metaKey || repeat || document.querySelector('[role="dialog"]')) return;
      const section = SECTIONS[Number(/^Digit([1-8])$/.exec(code)?.[1] ?? 0) - 1];
      if (section === undefined) return;
      event.preventDefault();
      open(section);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [open]);
}

function Sections() {
  const { t } = useWords();
  const section = useDesk((state) => state.location.section);
  const open = useDesk((state) => state.open);
  return (
    <nav className={css.sections} aria-label={t('ui.desk.title')}>
      {SECTIONS.map((id, index) => (
        <button
          key={id}
          type="button"
          className={css.section}
          aria-current={id === section ? 'page' : undefined}
          aria-keyshortcuts={`Alt+${index + 1}`}
          onClick={() => open(id)}
        >
          {t(`ui.desk.sections.${id}`)}
          <KeyCap>{index === 0 ? 'Alt 1' : index + 1}</KeyCap>
        </button>
      ))}
    </nav>
  );
}

/** The Desk: firmware, orders, tokens, licenses and what became of each. */
export function DeskView() {
  const { t } = useWords();
  const who = useDesk((state) => state.who);
  const error = useDesk((state) => state.error);
  const section = useDesk((state) => state.location.section);
  const connect = useDesk((state) => state.connect);
  const load = useDesk((state) => state.load);
  useEffect(() => connect(), [connect]);
  useSectionKeys();
  return (
    <main className={css.view} aria-label={t('ui.desk.title')}>
      {who === null ? (
        <Waiting error={error} again={() => void load()} />
      ) : who.me === null ? (
        <LoginPage />
      ) : (
        <>
          <Sections />
          <div key={section} className={css.page}>
            {PAGES[section]}
          </div>
        </>
      )}
    </main>
  );
}
