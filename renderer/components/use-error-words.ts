import type { CodedError } from '../../shared/errors/kiln-error.js';
import { errorText } from '../../shared/words/error-text.js';
import type { ErrorWords } from '../../shared/words/error-words.js';
import { WORDS, type Language } from '../../shared/words/index.js';
import { useWords } from './use-words.js';

const isLanguage = (text: string): text is Language => Object.hasOwn(WORDS, text);

/** The words of a coded error in the language of the view. */
export function useErrorWords(): (error: CodedError) => ErrorWords {
  const { language } = useWords();
  return (error) => errorText(isLanguage(language) ? language : 'en', error);
}
