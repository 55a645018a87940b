import { useState, type DragEvent, type ReactNode } from 'react';

import css from './DropArea.module.css';

interface Props {
  readonly label: string;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
  readonly off?: boolean;
}

/** Takes one file that is dropped on it; the keyboard has a button inside. */
export function DropArea({ label, onFile, children, off = false }: Props) {
  const [over, setOver] = useState(false);
  const allow = (event: DragEvent): void => {
    if (off) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (!off && file !== undefined) onFile(file);
  };
  return (
    <section
      className={css.area}
      aria-label={label}
      data-over={over}
      data-off={off}
      onDragOver={allow}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </section>
  );
}
