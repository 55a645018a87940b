import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { FakeBridge, FakeDesk } from '../../dev/fake-bridge.js';
import { renderApp } from '../../dev/render-app.js';
import { sampleDesk } from '../../dev/sample-desk.js';
import { idleSlot, stationOf } from '../../dev/samples.js';
import { SECTIONS, type Section } from './places.js';

/** Draws the page with one page of the Desk open. */
export async function openDesk(
  section: Section,
  answers: Readonly<Record<string, unknown>> = {},
  desk: FakeDesk = sampleDesk(60),
): Promise<FakeBridge> {
  const bridge = renderApp(stationOf([idleSlot(1)]), {
    desk: { ...desk, answers: { ...desk.answers, ...answers } },
  });
  await userEvent.keyboard('{Control>}4{/Control}');
  await screen.findByRole('navigation', { name: 'Desk' });
  await userEvent.keyboard(`{Alt>}${SECTIONS.indexOf(section) + 1}{/Alt}`);
  return bridge;
}

/** What was asked of one operation or stream, in order. */
export function asked({ calls }: FakeBridge, name: string): unknown[] {
  return calls.flatMap(({ request }) => {
    const ask = request as { operation?: string; stream?: string; request?: unknown } | undefined;
    return ask?.operation === name || ask?.stream === name ? [ask.request] : [];
  });
}

/** Thrown by an answer, as it comes over the bridge. */
export function refused(code: string, data: Readonly<Record<string, unknown>> = {}): () => never {
  return () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw { code, data };
  };
}
