/**
 * A token (credential): 16 characters of Crockford's base 32, the last one a check character, written in groups
 * of four. Tuya's own format is not public (authorization §3), so tokens are opaque outside Kiln; this is the
 * form that Kiln's PMS issues.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** Upper case, no separators, look-alikes (O, I, L) folded. What is not in the alphabet stays and fails the check. */
export function normaliseToken(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** Weighted sum mod 32. The weights 1, 3, 5 … are odd, hence invertible: any one wrong character shows. */
function checkCharacter(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1)
    sum += (2 * index + 1) * ALPHABET.indexOf(body.charAt(index));
  return ALPHABET.charAt(sum % ALPHABET.length);
}

/** Makes a token of 15 random values 0..31. @throws RangeError on other input. */
export function makeToken(random: Uint8Array): string {
  if (random.length < LENGTH - 1) throw new RangeError('a token needs 15 random bytes');
  const body = Array.from(random.subarray(0, LENGTH - 1), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return body + checkCharacter(body);
}

/** True where the text is a whole token with the right check character. */
export function isToken(text: string): boolean {
  const token = normaliseToken(text);
  if (token.length !== LENGTH || [...token].some((character) => !ALPHABET.includes(character))) return false;
  return token.charAt(LENGTH - 1) === checkCharacter(token.slice(0, LENGTH - 1));
}

/** `7K3M-QX2P-W8AB-CDEF`. */
export function formatToken(token: string): string {
  return (normaliseToken(token).match(/.{1,4}/g) ?? []).join('-');
}

/** For logs and records: the first two groups. */
export function maskToken(token: string): string {
  return `${formatToken(token).slice(0, 9)}-••••-••••`;
}
