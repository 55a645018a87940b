import { Modal } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';

import dialogCss from '../components/Dialog.module.css';
import { KeyCap } from '../components/KeyCap.js';
import { useWords } from '../components/use-words.js';
import { useApp } from './app-store.js';
import css from './Palette.module.css';
import { useCommands, type Command } from './palette-commands.js';

/** Every word that was typed stands somewhere in the command. */
function fits(command: Command, typed: string): boolean {
  const text = command.text.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Type what you want, choose with the arrows, Enter. */
export function Palette() {
  const { t } = useWords();
  const close = useApp((state) => state.closePanel);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = useCommands().filter((command) => fits(command, typed));
  const perform = (command: Command | undefined): void => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') perform(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root
      opened
      onClose={close}
      size={520}
      yOffset={96}
      transitionProps={{ duration: 0 }}
      classNames={{ content: dialogCss.content ?? '', body: css.body ?? '' }}
    >
      <Modal.Overlay className={dialogCss.overlay ?? ''} />
      <Modal.Content aria-label={t('ui.palette.title')}>
        <Modal.Body>
          <input
            className={css.field}
            role="combobox"
            aria-expanded
            aria-controls="palette"
            aria-activedescendant={found[at] === undefined ? undefined : `palette-${found[at].id}`}
            aria-label={t('ui.palette.title')}
            placeholder={t('ui.palette.placeholder')}
            value={typed}
            data-autofocus
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <ul id="palette" role="listbox" className={css.list} aria-label={t('ui.palette.title')}>
            {found.map((command, index) => (
              <li
                key={command.id}
                id={`palette-${command.id}`}
                role="option"
                aria-selected={index === at}
                className={css.command}
                onMouseMove={() => setAt(index)}
                onClick={() => perform(command)}
              >
                {command.text}
                {command.keyName !== undefined && <KeyCap>{command.keyName}</KeyCap>}
              </li>
            ))}
          </ul>
          {found.length === 0 && <p className={css.none}>{t('ui.palette.none')}</p>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
