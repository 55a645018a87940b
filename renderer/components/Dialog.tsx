import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

import { ActionButton } from './ActionButton.js';
import css from './Dialog.module.css';
import { useWords } from './use-words.js';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** px */
  readonly width?: number;
  /** The word of its way out. @default Close */
  readonly closeWord?: string;
  /** What the dialog can do, beside its way out. */
  readonly actions?: ReactNode;
}

/** A dialog over the page; Escape, its button and a click beside it close it. */
export function Dialog({ title, onClose, children, width = 560, closeWord, actions }: Props) {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={width}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 0 }}
      overlayProps={{ className: css.overlay ?? '' }}
      classNames={{
        content: css.content ?? '',
        header: css.header ?? '',
        title: css.title ?? '',
        body: css.body ?? '',
      }}
    >
      {children}
      <footer className={css.foot}>
        <ActionButton keyName="Esc" onClick={onClose} data-autofocus>
          {closeWord ?? t('ui.app.close')}
        </ActionButton>
        {actions}
      </footer>
    </Modal>
  );
}
