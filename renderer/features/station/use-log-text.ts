import type { LogLine } from '../../../shared/contract/station.js';
import { useWords } from '../../components/use-words.js';

/** The words of a log line; a key without words shows itself, so that nothing is lost. */
export function useLogText(): (line: LogLine) => string {
  const { t } = useWords();
  return ({ key, data }) =>
    t(`log.${key}`, {
      ...data,
      defaultValue: Object.keys(data).length === 0 ? key : `${key} ${JSON.stringify(data)}`,
    });
}
