import { describe, expect, it } from 'vitest';

import SHEET from './tokens.css?raw';

/** The colours of a theme by name, without the dashes. */
function coloursOf(theme: 'dark' | 'light'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(SHEET)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name ?? '', hex ?? '']),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['bg', 'surface', 'control'];
const TEXTS = ['text', 'text-2', 'text-3', 'accent', 'wait', 'work', 'pass', 'fail', 'ask'];
const PAIRS = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...['text', 'text-2'].map((text) => [text, 'control-hover'] as const),
  ...['wait', 'work', 'pass', 'fail', 'ask'].map((state) => [`on-${state}`, `${state}-band`] as const),
  ['on-work', 'work-fill'] as const,
  ['on-accent', 'accent'] as const,
];

describe.each(['dark', 'light'] as const)('colours of the %s theme', (theme) => {
  const colours = coloursOf(theme);
  const ratio = (text: string, ground: string): number =>
    contrast(colours.get(text) ?? '', colours.get(ground) ?? '');

  it.each(PAIRS)('%s can be read on %s (AA, 4.5)', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GROUNDS)('the focus ring stands out from %s (3)', (ground) => {
    expect(ratio('focus', ground)).toBeGreaterThanOrEqual(3);
  });
});
