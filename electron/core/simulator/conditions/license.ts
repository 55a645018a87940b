import { createHash } from 'node:crypto';

/** A made-up license. */
export interface SyntheticLicense {
  readonly uuid: string;
  readonly authKey: string;
  /** TuyaOpen licenses have none: ''. */
  readonly psk: string;
  /** Product PIN of class N (authorization §1.7). */
  readonly facPin: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `count` characters of `alphabet`, the same for the same seed. */
export function letters(seed: string, count: number, alphabet: string = ALPHABET): string {
  let text = '';
  for (let round = 0; text.length < count; round++) {
    for (const byte of createHash('sha256').update(`${seed}/${round}`).digest())
      text += alphabet[byte % alphabet.length] ?? '';
  }
  return text.slice(0, count);
}

/**
 * The license that a board made in some condition carries: a pure function of `seed` (the board's MAC, 12 lower-case
 * hex digits, where nobody chose another), in the shapes of authorization §3.
 */
export function syntheticLicense(seed: string, kind: 'tuyaos' | 'tuyaopen' = 'tuyaos'): SyntheticLicense {
  const id = letters(`uuid ${seed}`, 16, '0123456789abcdef');
  return {
    uuid: kind === 'tuyaopen' ? `uuid${id}` : id,
    authKey: letters(`key ${seed}`, 32),
    psk: kind === 'tuyaopen' ? '' : letters(`psk ${seed}`, 37),
    facPin: letters(`pin ${seed}`, 16, 'abcdefghijklmnopqrstuvwxyz0123456789'),
  };
}
