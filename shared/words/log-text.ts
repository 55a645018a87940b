import { translator } from './error-text.js';
import { WORDS, type Language } from './index.js';

/** What a line of the log interpolates: stages by their names, everything else as it is. */
function logValues(language: Language, data: LogData): LogData {
  const stages: Readonly<Record<string, string>> = WORDS[language].stages;
  const { stage } = data;
  return typeof stage === 'string' ? { ...data, stage: stages[stage] ?? stage } : data;
}

type LogData = Readonly<Record<string, string | number>>;

/** A line of the log in a person's words; a key that has none is shown as it is, with its data: nothing is lost. */
export function logText(language: Language, line: { readonly key: string; readonly data: LogData }): string {
  const known: Readonly<Record<string, string>> = WORDS[language].log;
  if (!Object.hasOwn(known, line.key)) {
    return Object.keys(line.data).length === 0 ? line.key : `${line.key} ${JSON.stringify(line.data)}`;
  }
  return translator(language).t(`log.${line.key}`, logValues(language, line.data));
}
