import type { ComponentProps, KeyboardEvent, ReactNode } from 'react';

import css from './ActionButton.module.css';
import { KeyCap } from './KeyCap.js';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  readonly children: ReactNode;
  /** `ember` is the one thing to do next, at most one a view; `plain` a button; `quiet` words alone. */
  readonly look?: 'ember' | 'plain' | 'quiet';
  /** As shown on the cap, e.g. `F5`, `Ctrl L`. */
  readonly keyName?: string;
  readonly large?: boolean;
}

const swallowEnter = (event: KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault();
};

/**
 * An action with its key. Space presses it and Enter does not: a barcode scanner ends every code with Enter, and
 * must not press whatever button happens to have the focus.
 */
export function ActionButton({
  children,
  look = 'plain',
  keyName,
  large = false,
  className,
  ...rest
}: Props) {
  const classes = [css.button, css[look], large ? css.large : '', className ?? ''].join(' ');
  return (
    <button
      type="button"
      className={classes}
      onKeyDown={swallowEnter}
      {...(keyName === undefined
        ? {}
        : {
            'aria-keyshortcuts': keyName
              .replace('Ctrl ', 'Control+')
              .replace('Alt ', 'Alt+')
              .replace('Esc', 'Escape'),
          })}
      {...rest}
    >
      <span>{children}</span>
      {keyName !== undefined && <KeyCap>{keyName}</KeyCap>}
    </button>
  );
}
