import { useEffect, useRef } from 'react';

import { KeyCap } from '../../../components/KeyCap.js';
import { SearchBox } from './Field.js';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The search of a page; Ctrl F goes there. */
export function PageSearch({ label, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <SearchBox label={label} value={value} onChange={onChange} fieldRef={field}>
      <KeyCap>Ctrl F</KeyCap>
    </SearchBox>
  );
}
