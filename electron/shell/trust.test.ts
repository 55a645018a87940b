import { expect, it } from 'vitest';

import { isAllowedLink } from './external-links.js';
import { isTrustedFrame } from './trust.js';

const OURS = 'app://kiln';

it('trusts the main frame of our page', () => {
  expect(isTrustedFrame({ origin: OURS, parent: null }, OURS)).toBe(true);
});

it.each([
  ['a frame inside it', { origin: OURS, parent: {} }],
  ['another origin', { origin: 'https://kiln', parent: null }],
  ['an opaque origin', { origin: 'null', parent: null }],
  ['an origin that begins alike', { origin: 'app://kiln.example', parent: null }],
  ['a frame that is gone', null],
])('does not trust %s', (_who, frame) => {
  expect(isTrustedFrame(frame, OURS)).toBe(false);
});

it('opens our own pages in the browser', () => {
  expect(isAllowedLink('https://kiln.example/help?topic=ch340')).toBe(true);
});

it.each([
  'http://kiln.example/',
  'https://kiln.example.evil.example/',
  'https://user@kiln.example/',
  'https://kiln.example:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not a link',
])('does not open %s', (link) => {
  expect(isAllowedLink(link)).toBe(false);
});
