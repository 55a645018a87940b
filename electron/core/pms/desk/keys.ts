const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Crockford's 32: nothing in it looks like anything else in it. */
const UPPER = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

type Random = (bytes: number) => Uint8Array;

/** Each byte that would favour the beginning of the alphabet is drawn again. */
function draw(random: Random, length: number, alphabet: string): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < fair && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}

/** 16 lower-case letters and digits, as product ids are (authorization §3). */
export const makeProductId = (random: Random): string => draw(random, 16, LOWER);
/** `key` and 13 more (authorization §3). */
export const makeFirmwareKey = (random: Random): string => `key${draw(random, 13, LOWER)}`;
/** Codes of orders and work orders: 9 capital letters and digits (authorization §3). */
export const makeOrderCode = (random: Random): string => draw(random, 9, UPPER);
/** For what people do not type. */
export const makeId = (random: Random): string => draw(random, 12, LOWER);
export const makeBoardId = (random: Random): string => `SW${draw(random, 8, UPPER)}`;
export const makePassword = (random: Random): string => draw(random, 12, UPPER);
