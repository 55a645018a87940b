import { useTranslation } from 'react-i18next';

import { WORDS, type Language } from '../../shared/words/index.js';

type Base<K extends string> = K extends `${infer B}_one` | `${infer B}_other` | `${infer B}_zero` ? B | K : K;
type Paths<T, P extends string> = {
  [K in keyof T & string]: T[K] extends string ? Base<`${P}${K}`> : Paths<T[K], `${P}${K}.`>;
}[keyof T & string];

/** A key of the words that views use; a plural's key comes without its ending and takes `count`. */
export type WordKey = Paths<Pick<(typeof WORDS)['en'], 'ui' | 'stages'>, ''> | `log.${string}`;

/** Looks a word up in the language of the view and fills in its `{{x}}`. */
export type Say = (key: WordKey, values?: Readonly<Record<string, unknown>>) => string;

const isLanguage = (text: string): text is Language => Object.hasOwn(WORDS, text);

/** The language of the view; renders again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : 'en';
}

/** The words of the product in the language of the view; renders again when the language changes. */
export function useWords(): { readonly t: Say; readonly language: string } {
  const { t, i18n } = useTranslation();
  // The library's own typed keys would need a global declaration that reaches into shared/.
  return { t: t as unknown as Say, language: i18n.language };
}
