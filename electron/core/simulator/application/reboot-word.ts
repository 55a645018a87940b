import type { UartReader } from '../wire/uart.js';

/** What a non-Tuya shell takes for a reboot: the word with its line end, and the FE frame (protocol §3). */
const WORDS: readonly (readonly number[])[] = [
  [...'reboot\r\n'].map((character) => character.charCodeAt(0)),
  [...'reboot\n'].map((character) => character.charCodeAt(0)),
  [0x01, 0xe0, 0xfc, 0x05, 0xfe, 0x95, 0x27, 0x95, 0x27],
];
const LONGEST = Math.max(...WORDS.map((word) => word.length));

/** How many bytes of `word` the stream ends with. */
function matched(tail: readonly number[], word: readonly number[]): number {
  for (let count = Math.min(tail.length, word.length); count > 0; count--) {
    if (tail.slice(-count).every((byte, index) => byte === word[index])) return count;
  }
  return 0;
}

/** Calls `onWord` when one of the words has come. */
export class RebootWordReader implements UartReader {
  readonly #onWord: () => void;
  #tail: number[] = [];

  constructor(onWord: () => void) {
    this.#onWord = onWord;
  }

  hunger(): number {
    return Math.max(1, Math.min(...WORDS.map((word) => word.length - matched(this.#tail, word))));
  }

  take(byte: number): void {
    this.#tail = [...this.#tail, byte].slice(-LONGEST);
    if (WORDS.some((word) => matched(this.#tail, word) === word.length)) this.#onWord();
  }
}
