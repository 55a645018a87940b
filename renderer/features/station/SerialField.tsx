import { useId, useRef, type FormEvent, type KeyboardEvent } from 'react';

import { useErrorWords } from '../../components/use-error-words.js';
import { useWords } from '../../components/use-words.js';
import { focusSerial, goOn } from './serial-field.js';
import css from './SerialField.module.css';
import { isRunning } from './slot-look.js';
import { useStation } from './station-context.js';
import { useNextAction, type TileModel } from './use-tile.js';

/**
 * The serial number of the board that is in the slot or comes next. Enter gives it to the slot and goes on to the next
 * slot that wants one; what was refused stays, with the reason beside it.
 */
export function SerialField({ tile: { slot } }: { readonly tile: TileModel }) {
  const { t } = useWords();
  const errorWords = useErrorWords();
  const number = slot.slot;
  const draft = useStation((state) => state.serials[number]);
  const typeSerial = useStation((state) => state.typeSerial);
  const confirmSerial = useStation((state) => state.confirmSerial);
  const serialTarget = useStation((state) => state.serialTarget);
  const next = useNextAction();
  const field = useRef<HTMLInputElement>(null);
  const reason = useId();
  const running = isRunning(slot);
  const words = draft?.error ? errorWords(draft.error) : null;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (draft === undefined) return goOn(number, serialTarget(number));
    const taken = await confirmSerial(number, draft.text);
    // Whoever went elsewhere meanwhile stays there.
    if (document.activeElement !== field.current) return;
    if (taken && draft.text.trim() !== '') goOn(number, serialTarget(number, number));
    else focusSerial(number);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') typeSerial(number, null);
  };
  const onBlur = (): void => {
    // Not where the whole window lost the focus: it is still being typed.
    if (draft !== undefined && draft.error === null && document.hasFocus())
      void confirmSerial(number, draft.text);
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      <input
        ref={field}
        className={css.field}
        aria-label={t('ui.tile.serial', { slot: number })}
        placeholder={t('ui.tile.serialHint')}
        value={draft?.text ?? slot.sn ?? ''}
        onChange={(event) => typeSerial(number, event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        readOnly={running}
        aria-invalid={words !== null}
        aria-describedby={words === null ? undefined : reason}
        aria-keyshortcuts="Control+B"
        data-serial={running ? 'running' : next === `serial:${number}` ? 'next' : 'open'}
        data-draft={draft !== undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
      />
      {words !== null && (
        <p className={css.refusal} id={reason} role="alert">
          <strong>{words.title}</strong> {words.remedy}
        </p>
      )}
    </form>
  );
}
