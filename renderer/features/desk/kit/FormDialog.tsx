import { useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';

import type { CodedError } from '../../../../shared/errors/kiln-error.js';
import { ActionButton } from '../../../components/ActionButton.js';
import { Dialog } from '../../../components/Dialog.js';
import css from './FormDialog.module.css';
import { Refusal } from './Say.js';

interface Props {
  readonly title: string;
  /** The word on the button that does it. */
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly error?: CodedError | null;
  readonly busy?: boolean;
  /** False while something is missing. @default true */
  readonly ready?: boolean;
  /** Enter in its field does it: for a dialog of one field that a scanner may fill. @default false */
  readonly enterConfirms?: boolean;
  readonly width?: number;
}

/** A form in a dialog. Ctrl Enter does it from any field; a bare Enter only where that is said to. */
export function FormDialog(props: Props) {
  const { title, submit, onSubmit, onClose, children, error = null, busy = false, ready = true } = props;
  const form = useRef<HTMLFormElement>(null);
  const go = (): void => {
    if (ready && !busy) onSubmit();
  };
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  const onSubmitForm = (event: FormEvent): void => {
    event.preventDefault();
    if (props.enterConfirms === true) go();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === 'Enter' && isField && props.enterConfirms !== true) event.preventDefault();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      width={props.width ?? 520}
      actions={
        <ActionButton
          look="ember"
          keyName={props.enterConfirms === true ? 'Enter' : 'Ctrl Enter'}
          onClick={go}
          disabled={!ready || busy}
        >
          {submit}
        </ActionButton>
      }
    >
      <form ref={form} className={css.form} onSubmit={onSubmitForm} onKeyDown={onKeyDown}>
        {children}
        <Refusal error={error} />
      </form>
    </Dialog>
  );
}
