const MULTIPLIERS = [0x9e3779b1, 0x85ebca77] as const;

/** Two independent 32-bit hashes of a text. */
function hashes(text: string): readonly [number, number] {
  let [high, low] = [0x1b873593, 0xcc9e2d51];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, MULTIPLIERS[0]);
    low = Math.imul(low ^ unit, MULTIPLIERS[1]);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (low >>> 7), MULTIPLIERS[1]);
  low = Math.imul(low ^ (high >>> 11), MULTIPLIERS[0]);
  return [(high ^ (high >>> 16)) >>> 0, (low ^ (low >>> 15)) >>> 0];
}

/**
 * Remembers which texts it has seen, in 16 to 32 bytes each however long they are: by a hash of 64 bits. Of a million
 * texts two different ones are taken for the same once in some 30 million lists; the list is then refused, not
 * imported wrong, and the database has the last word anyway.
 */
export class Seen {
  /** Pairs of hashes; 0, 0 is an empty place. */
  #table = new Uint32Array(2 * 1024);
  #count = 0;

  /** @returns true where it was there already */
  add(text: string): boolean {
    if (this.#count * 4 > this.#table.length) this.#grow();
    const [high, low] = hashes(text);
    // Nothing hashes to the empty place.
    const added = this.#place(this.#table, high, low === 0 ? 1 : low);
    if (added) this.#count += 1;
    return !added;
  }

  #place(table: Uint32Array, high: number, low: number): boolean {
    const places = table.length / 2;
    for (let place = low & (places - 1); ; place = (place + 1) & (places - 1)) {
      const [thereHigh, thereLow] = [table[2 * place], table[2 * place + 1]];
      if (thereLow === 0) {
        table[2 * place] = high;
        table[2 * place + 1] = low;
        return true;
      }
      if (thereHigh === high && thereLow === low) return false;
    }
  }

  #grow(): void {
    const larger = new Uint32Array(this.#table.length * 2);
    for (let place = 0; place < this.#table.length; place += 2) {
      const [high = 0, low = 0] = [this.#table[place], this.#table[place + 1]];
      if (low !== 0) this.#place(larger, high, low);
    }
    this.#table = larger;
  }
}
