import './fonts.css';
import '@mantine/core/styles.layer.css';
import './tokens.css';
import './base.css';

import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

import type { Bridge } from '../../shared/contract/channels.js';
import { App } from './App.js';
import { NoCore } from './NoCore.js';

/** Draws the page into `at` over this bridge; without one it says so. */
export function start(at: HTMLElement | null, bridge: Bridge | undefined): Root {
  if (at === null) throw new Error('the page has no #root');
  const root = createRoot(at);
  root.render(<StrictMode>{bridge === undefined ? <NoCore /> : <App bridge={bridge} />}</StrictMode>);
  return root;
}
