import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';

import { ActionButton } from './ActionButton.js';
import css from './HoldButton.module.css';

/** Long enough that no hand does it by mistake. */
export const HOLD_MS = 1200;

interface Props {
  readonly children: ReactNode;
  readonly onHeld: () => void;
  readonly disabled?: boolean;
  readonly large?: boolean;
}

/**
 * For what destroys: it acts when it was held, by pointer or by Space, for HOLD_MS without a break. Letting go early,
 * sliding off and losing the focus do nothing.
 */
export function HoldButton({ children, onHeld, disabled = false, large = false }: Props) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = (): void => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const hold = (): void => {
    if (disabled) return;
    clearTimeout(timer.current);
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onHeld();
    }, HOLD_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter ends every scanned code; a held key repeats itself.
    if (event.key === ' ' || event.key === 'Enter') event.preventDefault();
    if (event.key === ' ' && !event.repeat) hold();
  };
  return (
    <ActionButton
      large={large}
      disabled={disabled}
      className={`${css.button} ${holding ? css.held : ''}`}
      style={{ '--hold-ms': `${HOLD_MS}ms` } as CSSProperties}
      onPointerDown={hold}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onBlur={release}
      onKeyDown={onKeyDown}
      onKeyUp={release}
      data-holding={holding}
    >
      <span className={css.fill} aria-hidden="true" />
      <span className={css.words}>{children}</span>
    </ActionButton>
  );
}
