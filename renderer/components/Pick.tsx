import { Select, type ComboboxItem } from '@mantine/core';
import type { ReactNode } from 'react';

import { Icon } from './icons.js';
import css from './Pick.module.css';

/** One choice: `note` stands dim beside it, `off` shows it but does not let it be chosen. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
  readonly off?: boolean;
}

interface Props {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onPick: (value: string) => void;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly mono?: boolean;
  /** `quiet` has no edge until it is pointed at; for heads of tiles. */
  readonly look?: 'field' | 'quiet';
  readonly className?: string | undefined;
  readonly dropdownWidth?: number;
  /** Typing in it narrows the choices: for long lists. @default false */
  readonly searchable?: boolean;
}

/** A drop-down list with an accessible name. Choosing the chosen one again changes nothing. */
export function Pick(props: Props) {
  const {
    label,
    value,
    choices,
    onPick,
    disabled = false,
    placeholder,
    mono = false,
    look = 'field',
  } = props;
  const notes = new Map(choices.map((choice) => [choice.value, choice.note]));
  const renderOption = ({ option }: { option: ComboboxItem }): ReactNode => (
    <span className={css.optionRow}>
      <span className={mono ? css.monoText : undefined}>{option.label}</span>{' '}
      <span className={css.note}>{notes.get(option.value)}</span>
    </span>
  );
  return (
    <Select
      aria-label={label}
      className={props.className ?? ''}
      classNames={{
        input: `${css.input} ${look === 'quiet' ? css.quiet : ''} ${mono ? css.monoText : ''}`,
        section: css.section ?? '',
        dropdown: css.dropdown ?? '',
        option: css.option ?? '',
      }}
      data={choices.map(({ value: key, label: text, off = false }) => ({
        value: key,
        label: text,
        disabled: off,
      }))}
      value={value}
      onChange={(next) => {
        if (next !== null && next !== value) onPick(next);
      }}
      allowDeselect={false}
      withCheckIcon={false}
      disabled={disabled}
      searchable={props.searchable ?? false}
      selectFirstOptionOnChange={props.searchable ?? false}
      rightSection={<Icon name="chevron" />}
      renderOption={renderOption}
      maxDropdownHeight={320}
      comboboxProps={{
        width: props.dropdownWidth ?? 'target',
        position: 'bottom-start',
        offset: 4,
        transitionProps: { duration: 0 },
      }}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}
