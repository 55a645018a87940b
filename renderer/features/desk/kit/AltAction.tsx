import { useEffect, useRef, type ReactNode } from 'react';

import { ActionButton } from '../../../components/ActionButton.js';

interface Props {
  /** A letter or digit: pressed with Alt it is the same as a click. */
  readonly letter: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly look?: 'ember' | 'plain' | 'quiet';
  readonly disabled?: boolean;
  /** Why it is disabled. */
  readonly why?: string | undefined;
}

/** An action with a letter of its own. Under a dialog its letter is dead, as the button is. */
export function AltAction({ letter, onPress, children, look = 'plain', disabled = false, why }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const press = useRef(onPress);
  useEffect(() => {
    press.current = onPress;
  });
  useEffect(() => {
    if (disabled) return undefined;
    const code = /\d/.test(letter) ? `Digit${letter}` : `Key${letter}`;
    const onKeyDown = (event: KeyboardEvent): void => {
      const { altKey, ctrlKey, metaKey, repeat } = event;
      if (!altKey || ctrlKey || metaKey || repeat || event.code !== code || event.defaultPrevented) return;
      const dialog = document.querySelector('[role="dialog"]');
      if (dialog !== null && !dialog.contains(button.current)) return;
      event.preventDefault();
      press.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [letter, disabled]);
  return (
    <ActionButton
      ref={button}
      look={look}
      keyName={`Alt ${letter}`}
      onClick={onPress}
      disabled={disabled}
      title={disabled ? why : undefined}
    >
      {children}
    </ActionButton>
  );
}
