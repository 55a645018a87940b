import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';

import type { StationSnapshot } from '../../shared/contract/station.js';
import { App } from '../app/App.js';
import { createI18n } from '../app/i18n.js';
import { BridgeContext } from '../components/bridge-context.js';
import { FakeBridge, type FakeCore } from './fake-bridge.js';
import { INFO, serialPort } from './samples.js';

function fakeBridge(snapshot: StationSnapshot, change: Partial<FakeCore>): FakeBridge {
  return new FakeBridge({
    snapshot,
    ports: [5, 6, 7, 8].map(serialPort),
    info: INFO,
    preferences: { theme: 'dark', language: 'en' },
    ...change,
  });
}

/** Draws the whole page over a fake core, for tests. */
export function renderApp(snapshot: StationSnapshot, change: Partial<FakeCore> = {}): FakeBridge {
  const bridge = fakeBridge(snapshot, change);
  render(<App bridge={bridge} />);
  return bridge;
}

/** Draws one view alone, without the frame of the page: quicker, for views that need no more than a bridge. */
export function renderView(
  view: ReactElement,
  snapshot: StationSnapshot,
  change: Partial<FakeCore> = {},
): FakeBridge {
  const bridge = fakeBridge(snapshot, change);
  render(
    <MantineProvider>
      <I18nextProvider i18n={createI18n('en')}>
        <BridgeContext value={bridge}>{view}</BridgeContext>
      </I18nextProvider>
    </MantineProvider>,
  );
  return bridge;
}
