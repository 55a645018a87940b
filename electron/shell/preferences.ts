import { join } from 'node:path';

import { Preferences } from '../../shared/contract/app.js';
import type { Language } from '../../shared/words/index.js';
import { JsonFile } from './json-file.js';

/** Theme and language, kept in the data folder. @param locale - of the system, for the first start */
export function openPreferences(folder: string, locale: string): JsonFile<Preferences> {
  return new JsonFile(join(folder, 'preferences.json'), Preferences, {
    theme: 'system',
    language: languageFor(locale),
  });
}

/** The language we speak to a person of that locale: Chinese where it is Chinese, otherwise English. */
export function languageFor(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh-CN' : 'en';
}

/** Changes what is given and leaves the rest; a key that is present but undefined changes nothing. */
export function mergePreferences(
  old: Preferences,
  change: { [K in keyof Preferences]?: Preferences[K] | undefined },
): Preferences {
  return { theme: change.theme ?? old.theme, language: change.language ?? old.language };
}
