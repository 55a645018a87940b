import { maskSecret } from '../../../../shared/domain/license.js';
import { jsonOf, textOf } from './json-value.js';

/** Never shown, revealed or not: Wi-Fi passwords belong to the end user (authorization §5.6). */
const NEVER = /pass|pwd|psw/i;
/** Shown whole only where somebody asks for it. */
const SECRET = /key|psk|token|secret|auth|cert|pin$|^pin|ssid|local|^sec/i;
/** Of these names the value is known to hold no secret, although it is no JSON object. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'mf_test_close',
  'em_sys_env',
  'user_param_key',
  'baud_cfg',
  'kv.ccode.mf',
  'kv.ccode.avtive',
  'rcs.active',
  'wf_start_md',
  'tls_ca_cnt',
  'is_stride',
]);
const HIDDEN = '••••';
/** As much as a person reads of one value. */
const LIMIT = 2000;

function redactField(name: string, value: unknown, reveal: boolean): unknown {
  if (NEVER.test(name)) return value === '' || value === null ? value : HIDDEN;
  if (typeof value === 'object' && value !== null) return redactDeep(value, reveal, name);
  if (typeof value !== 'string') return value;
  const inner = innerJson(value);
  if (inner !== null) return redactDeep(inner, reveal, name);
  // A text that speaks of passwords and cannot be taken apart.
  if (NEVER.test(value)) return HIDDEN;
  return SECRET.test(name) && !reveal && value !== '' ? maskSecret(value) : value;
}

/** JSON inside of a JSON text, as some keys hold it. */
function innerJson(value: string): object | null {
  if (!/^\s*[{[]/.test(value)) return null;
  try {
    const inner: unknown = JSON.parse(value);
    return typeof inner === 'object' ? inner : null;
  } catch {
    return null;
  }
}

function redactDeep(value: object, reveal: boolean, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redactField(name, item, reveal));
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, redactField(field, inner, reveal)]),
  );
}

/**
 * What a person may see of a value: secrets masked, Wi-Fi passwords never. Null where nobody can say what it holds:
 * what cannot be understood cannot be redacted.
 * @param reveal show license secrets whole
 */
export function redactedText(key: string, value: Uint8Array, reveal = false): string | null {
  const json = jsonOf(value);
  if (json !== null) return JSON.stringify(redactDeep(json, reveal)).slice(0, LIMIT);
  if (!PLAIN_KEYS.has(key)) return null;
  const text = textOf(value);
  return text === null || NEVER.test(text) ? null : text.slice(0, LIMIT);
}
