import { useEffect, useRef } from 'react';

import css from './ChoiceBox.module.css';

interface Props {
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for, not all. */
  readonly some?: boolean;
  readonly onPress: (shift: boolean) => void;
  /** In a row: the row has the focus, and its keys. */
  readonly inRow?: boolean;
}

/** The box of a row, or of all rows. The whole cell takes the click, and the row does not open. */
export function ChoiceBox({ label, checked, some = false, onPress, inRow = false }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = some;
  }, [some]);
  return (
    <label className={css.cell} onClick={(event) => event.stopPropagation()}>
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={checked}
        tabIndex={inRow ? -1 : 0}
        onChange={(event) => onPress((event.nativeEvent as MouseEvent).shiftKey)}
      />
    </label>
  );
}
