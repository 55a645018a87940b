import i18next, { type i18n } from 'i18next';

import { entryVerdict } from '../domain/entry.js';
import type { RepairReason } from '../domain/repair.js';
import type { CodedError } from '../errors/kiln-error.js';
import type { ErrorWords } from './error-words.js';
import { WORDS, type Language } from './index.js';

/** Data that are flash offsets, shown as `0x00011000`. */
const OFFSETS = new Set(['address', 'start', 'end', 'flashBytes']);

const translators = new Map<Language, i18n>();

/** A translator of Kiln's words outside the views (command line, dialogs); one per language. */
export function translator(language: Language): i18n {
  const known = translators.get(language);
  if (known) return known;
  const made = i18next.createInstance();
  void made.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: WORDS.en }, 'zh-CN': { translation: WORDS['zh-CN'] } },
    interpolation: { escapeValue: false },
  });
  translators.set(language, made);
  return made;
}

/** What the words of an error interpolate: offsets in hex, keys such as `seen: heartbeat` as words, lists as their length. */
export function errorValues(language: Language, { code, data }: CodedError): Record<string, string | number> {
  const { seen, likely, problems, rows, damage, hints, abilities, keys, things, unknownHolder, ui } =
    WORDS[language];
  const values: Record<string, string | number> = { holder: unknownHolder };
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'object') {
      if (value !== null) values[key] = value.length;
      continue;
    }
    if (typeof value === 'number') values[key] = OFFSETS.has(key) ? hexOffset(value) : value;
    else if (key === 'holder') values[key] = value === '?' ? unknownHolder : String(value);
    else if (key === 'seen') {
      values[key] = seen[String(value)] ?? String(value);
      values['likely'] = likely[String(value)] ?? '';
    } else if (key === 'problem')
      values[key] = rows[String(value)] ?? problems[String(value)] ?? String(value);
    else if (key === 'detail') values[key] = damage[String(value)] ?? String(value);
    else if (key === 'hint') values[key] = hints[String(value)] ?? String(value);
    else if (key === 'reason') values[key] = ui.inspect.reasons[value as RepairReason] ?? String(value);
    else if (key === 'what') values[key] = abilities[String(value)] ?? things[String(value)] ?? String(value);
    else if (code === 'FIRMWARE_KEY') values[key] = keys[String(value)] ?? String(value);
    else values[key] = String(value);
  }
  return values;
}

/** Where cause and remedy stand that say more than those of the code alone. */
function closerWords({ code, data }: CodedError): string | null {
  // A board that did not enter its test is told by what it said instead; the code has no one cause.
  if (code === 'TEST_NOT_ENTERED') return `entry.${entryVerdict(data)}`;
  return code === 'POOL_EMPTY' && Number(data['leased'] ?? 0) > 0 ? 'poolLeased' : null;
}

/** An error in a person's words. */
export function errorText(language: Language, error: CodedError): ErrorWords {
  const values = errorValues(language, error);
  const { t } = translator(language);
  const closer = closerWords(error);
  const say = (part: keyof ErrorWords): string => {
    const byCode = `errors.${error.code}.${part}`;
    return t(closer !== null && part !== 'title' ? [`${closer}.${part}`, byCode] : byCode, values);
  };
  return { title: say('title'), cause: say('cause'), remedy: say('remedy') };
}

function hexOffset(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}
