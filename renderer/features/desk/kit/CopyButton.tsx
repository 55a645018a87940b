import { useState } from 'react';

import { copyText } from '../../../components/copy-text.js';
import { useWords } from '../../../components/use-words.js';
import { AltAction } from './AltAction.js';

interface Props {
  readonly letter: string;
  readonly label: string;
  /** What to copy, asked for when it is pressed. Null: it could not be had. */
  readonly textOf: () => Promise<string | null>;
  readonly look?: 'ember' | 'plain';
}

/** Copies a text and says so. */
export function CopyButton({ letter, label, textOf, look = 'plain' }: Props) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const press = async (): Promise<void> => {
    const text = await textOf();
    setCopied(text !== null && (await copyText(text)));
  };
  return (
    <AltAction letter={letter} look={look} onPress={() => void press()}>
      {copied ? t('ui.desk.copied') : label}
    </AltAction>
  );
}
