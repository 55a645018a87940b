import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Mantine speaks through our tokens: sizes and fonts here, colours in `variables`. */
export const theme = createTheme({
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: 'var(--t-small)', sm: 'var(--t-body)', md: 'var(--t-body)', lg: 'var(--t-title)' },
  lineHeights: { xs: 'var(--lh-small)', sm: 'var(--lh-body)', md: 'var(--lh-body)' },
  defaultRadius: 'var(--r-control)',
  focusRing: 'never', // base.css draws one ring for everything.
  respectReducedMotion: true,
  cursorType: 'default',
});

const COLOURS = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--fail)',
  '--mantine-color-anchor': 'var(--text)',
  '--mantine-color-default': 'var(--control)',
  '--mantine-color-default-hover': 'var(--control-hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'transparent',
  '--mantine-color-disabled-color': 'var(--text-off)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--control-hover)',
  '--mantine-primary-color-light': 'var(--control-hover)',
};

/** Every colour that Mantine's components read, mapped to a token, the same way in both schemes. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--mantine-line-height': 'var(--lh-body)' },
  light: COLOURS,
  dark: COLOURS,
});
