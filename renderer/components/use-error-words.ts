import type { CodedError } from '../../shared/errors/kiln-error.js';
import { errorText } from '../../shared/words/error-text.js';
import type { ErrorWords } from '../../shared/words/error-words.js';
import { useLanguage } from './use-words.js';

/** The words of a coded error in the language of the view. */
export function useErrorWords(): (error: CodedError) => ErrorWords {
  const language = useLanguage();
  return (error) => errorText(language, error);
}
