import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { renderApp } from '../dev/render-app.js';
import { SCENES, type SceneName } from '../dev/scenes.js';

/** Whatever a person presses, types into or chooses from. */
const CONTROLS = [
  'button',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'tab',
  'link',
  'meter',
  'progressbar',
] as const;
const DESK = [1, 2, 3, 4, 5, 6, 7, 8].map((page) => ['Desk', `{Alt>}${page}{/Alt}`] as const);

/** A scene, and the way through it: a key, and the view that is there then. */
const WAYS: readonly (readonly [SceneName, readonly (readonly [view: string, key: string])[]])[] = [
  [
    'four',
    [
      ['Station', '{Control>}l{/Control}'],
      ['Station', '{Control>}k{/Control}'],
      ['Station', '{Escape}'],
      ['Station', '{F1}'],
      ['Station', '{Escape}'],
      ['Settings', '{Control>}6{/Control}'],
    ],
  ],
  ['wipe', [['Station', '{Control>}/{/Control}']]],
  ['writerOverride', [['Writer', '{Control>}2{/Control}']]],
  [
    'inspect',
    [
      ['Inspect', '{Control>}3{/Control}'],
      ['Inspect', '{F5}'],
      ['Records', '{Control>}5{/Control}'],
    ],
  ],
  ['desk', [['Desk', '{Control>}4{/Control}'], ...DESK]],
  ['deskLogin', [['Desk', '{Control>}4{/Control}']]],
  ['records', [['Records', '{Control>}5{/Control}']]],
];

function expectNames(): void {
  for (const role of [...CONTROLS, 'dialog'])
    expect(screen.queryAllByRole(role, { name: /^\s*$/ }), role).toEqual([]);
}

it.each(WAYS)('%s: every control says what it is', async (name, way) => {
  const scene = SCENES[name](Date.now());
  if (scene === null) throw new Error('a scene without a core has no view');
  renderApp(scene.snapshot, scene);
  await screen.findByTestId('slot-1');
  for (const [view, key] of way) {
    await userEvent.keyboard(key);
    await screen.findByRole('main', { name: view });
    expectNames();
  }
});
