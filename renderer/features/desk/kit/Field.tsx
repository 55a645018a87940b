import { useEffect, useRef, type ReactNode, type Ref } from 'react';

import { Pick, type Choice } from '../../../components/Pick.js';
import css from './Field.module.css';

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: ReactNode;
  readonly type?: 'text' | 'password' | 'number' | 'date';
  readonly mono?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  /** Has the focus when its dialog opens. */
  readonly first?: boolean;
  /** Has the focus when it shows, outside a dialog. */
  readonly focused?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A field with its name above and one line of help below. */
export function TextField(props: TextProps) {
  const { label, value, onChange, help, first = false, focused = false, mono = false, ...rest } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  return (
    <label className={css.field}>
      <span className={css.label}>{label}</span>
      <input
        ref={input}
        className={`input ${css.input} ${mono ? 'mono' : ''}`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        {...(first ? { 'data-autofocus': true } : {})}
        {...rest}
      />
      {help !== undefined && <span className={css.help}>{help}</span>}
    </label>
  );
}

interface PickProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onPick: (value: string) => void;
  readonly help?: ReactNode;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly searchable?: boolean;
}

/** The same with a list to choose from. */
export function PickField({ help, ...pick }: PickProps) {
  return (
    <div className={css.field}>
      <span className={css.label} aria-hidden="true">
        {pick.label}
      </span>
      <Pick {...pick} />
      {help !== undefined && <span className={css.help}>{help}</span>}
    </div>
  );
}

interface RadioProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: string; readonly more: string }[];
  readonly onPick: (value: V) => void;
}

/** One of a few, each with a sentence of what it means. */
export function RadioField<V extends string>({ label, value, choices, onPick }: RadioProps<V>) {
  return (
    <fieldset className={css.radios}>
      <legend className={css.label}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={css.radio} data-chosen={choice.value === value}>
          <input
            type="radio"
            name={label}
            checked={choice.value === value}
            onChange={() => onPick(choice.value)}
          />
          <span>
            <strong>{choice.label}</strong>
            <span className={css.more}>{choice.more}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: ReactNode;
}

export function CheckField({ label, checked, onChange, help }: CheckProps) {
  return (
    <label className={css.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {help !== undefined && <span className={css.more}>{help}</span>}
      </span>
    </label>
  );
}

interface SearchProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fieldRef?: Ref<HTMLInputElement>;
  readonly children?: ReactNode;
}

/** What to look for. */
export function SearchBox({ label, value, onChange, fieldRef, children }: SearchProps) {
  return (
    <label className={`input-box ${css.search}`}>
      <input
        ref={fieldRef}
        className="input-bare"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
      />
      {children}
    </label>
  );
}
