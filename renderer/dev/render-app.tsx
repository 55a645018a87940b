import { render } from '@testing-library/react';

import type { StationSnapshot } from '../../shared/contract/station.js';
import { App } from '../app/App.js';
import { FakeBridge, type FakeCore } from './fake-bridge.js';
import { INFO, serialPort } from './samples.js';

/** Draws the whole page over a fake core, for tests. */
export function renderApp(snapshot: StationSnapshot, change: Partial<FakeCore> = {}): FakeBridge {
  const bridge = new FakeBridge({
    snapshot,
    ports: [5, 6, 7, 8].map(serialPort),
    info: INFO,
    preferences: { theme: 'dark', language: 'en' },
    ...change,
  });
  render(<App bridge={bridge} />);
  return bridge;
}
