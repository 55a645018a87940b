import { SECTOR } from '../../../shared/domain/chip.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardFacts, ReadSink } from './api.js';
import { differingSectors } from './bisect.js';
import { chipCrc } from './chip-crc.js';
import { address, word } from './hex.js';
import { sectorsOf, type Range } from './range.js';
import { readSector } from './read.js';
import { note, progress, type Session } from './session.js';
import { wireCrc } from './wire-crc.js';

/** Rounds of reading again what the chip's CRC does not confirm. */
const ROUNDS = 2;

/**
 * How far the reading of a range is. Sectors go to the sink as they come; what the chip's CRC does not confirm at
 * the end goes there once more. Outlives a lost link.
 */
export class ReadJob {
  readonly range: Range;
  readonly content: Uint8Array;
  readonly #sink: ReadSink;
  #missing: Set<number>;
  #resumed = false;

  constructor(range: Range, sink: ReadSink) {
    this.range = range;
    this.#sink = sink;
    this.content = new Uint8Array(range.end - range.start).fill(0xff);
    this.#missing = new Set(sectorsOf(range));
  }

  /** Reads what is missing. @throws KilnError FLASH_READ, FLASH_READ_GUARDED, CRC_NO_ANSWER, LINK_LOST */
  async read(session: Session, facts: BoardFacts): Promise<void> {
    if (!this.#resumed) await this.#takePartial(session);
    this.#resumed = true;
    const total = this.content.length;
    progress(session, total - this.#missing.size * SECTOR, total, this.range.start);
    for (const at of [...this.#missing].sort((a, b) => a - b)) {
      const sector = await readSector(session, facts, at, 'read');
      this.content.set(sector, at - this.range.start);
      await this.#sink.put(at - this.range.start, sector);
      this.#missing.delete(at);
      progress(session, total - this.#missing.size * SECTOR, total, at);
    }
  }

  /** @returns CRC of the range, wire form. @throws KilnError FLASH_READ, CRC_NO_ANSWER, LINK_LOST */
  async prove(session: Session, facts: BoardFacts): Promise<number> {
    for (let round = 0; ; round += 1) {
      const crc = await chipCrc(session, this.range, 'verify');
      const bad = await this.#differing(session, this.range, crc);
      if (bad.length === 0) {
        note(session, 'info', 'loader.verified', { bytes: this.content.length, crc: word(crc, 8) });
        return crc;
      }
      if (round === ROUNDS)
        throw new KilnError('FLASH_READ', { address: address(bad[0] ?? 0), tries: ROUNDS + 1 });
      note(session, 'warning', 'loader.read-again', { count: bad.length });
      this.#missing = new Set(bad);
      await this.read(session, facts);
    }
  }

  #differing(session: Session, range: Range, crc: number): Promise<number[]> {
    const { start } = this.range;
    const bisection = {
      ask: (part: Range) => chipCrc(session, part, 'verify'),
      expected: (part: Range) => wireCrc(this.content.subarray(part.start - start, part.end - start)),
    };
    return differingSectors(bisection, range, crc);
  }

  /** Of what an earlier read left, the sectors that the chip confirms need not be read again. */
  async #takePartial(session: Session): Promise<void> {
    const { partial } = this.#sink;
    const { start, end } = this.range;
    const kept = Math.min(end - start, Math.floor((partial?.length ?? 0) / SECTOR) * SECTOR);
    if (!partial || kept === 0) return;
    this.content.set(partial.subarray(0, kept));
    const range = { start, end: start + kept };
    const bad = await this.#differing(session, range, await chipCrc(session, range, 'read'));
    for (const at of sectorsOf(range)) this.#missing.delete(at);
    for (const at of bad) this.#missing.add(at);
    note(session, 'info', 'loader.read-resumed', { kib: (kept - bad.length * SECTOR) / 1024 });
  }
}
