import { MantineProvider } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';

import type { Bridge } from '../../shared/contract/channels.js';
import { BridgeContext } from '../components/bridge-context.js';
import { StationContext } from '../features/station/station-context.js';
import { createStationStore } from '../features/station/station-store.js';
import css from './App.module.css';
import { AppContext, createAppStore, useApp } from './app-store.js';
import { BottomLine } from './BottomLine.js';
import { createI18n } from './i18n.js';
import { KeysDialog } from './KeysDialog.js';
import { theme, variables } from './mantine-theme.js';
import { styleNonce } from './nonce.js';
import { Palette } from './Palette.js';
import { Rail } from './Rail.js';
import { TopBar } from './TopBar.js';
import { useColourScheme } from './use-colour-scheme.js';
import { useViewKeys } from './use-view-keys.js';
import { viewOf } from './views.js';

/** Theme and language of the document, and the frame around the view. */
function Page() {
  const language = useApp((state) => state.preferences.language);
  const scheme = useColourScheme(useApp((state) => state.preferences.theme));
  const words = useMemo(() => createI18n(language), [language]);
  const view = viewOf(useApp((state) => state.view));
  const panel = useApp((state) => state.panel);
  useViewKeys();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      forceColorScheme={scheme}
      getStyleNonce={() => styleNonce() ?? ''}
    >
      <I18nextProvider i18n={words}>
        <div className={css.page}>
          <TopBar />
          <div className={css.middle}>
            <Rail />
            {view}
          </div>
          <BottomLine />
          {panel === 'keys' && <KeysDialog />}
          {panel === 'palette' && <Palette />}
        </div>
      </I18nextProvider>
    </MantineProvider>
  );
}

/** The whole page over one bridge. */
export function App({ bridge }: { readonly bridge: Bridge }) {
  const app = useMemo(() => createAppStore(bridge), [bridge]);
  const station = useMemo(() => createStationStore(bridge), [bridge]);
  useEffect(() => {
    void app.getState().load();
    return station.getState().connect();
  }, [app, station]);
  return (
    <BridgeContext value={bridge}>
      <AppContext value={app}>
        <StationContext value={station}>
          <Page />
        </StationContext>
      </AppContext>
    </BridgeContext>
  );
}
