import type { LogLine } from '../../../shared/contract/station.js';
import { logText } from '../../../shared/words/log-text.js';
import { useLanguage } from '../../components/use-words.js';

/** The words of a log line in the language of the view. */
export function useLogText(): (line: LogLine) => string {
  const language = useLanguage();
  return (line) => logText(language, line);
}
