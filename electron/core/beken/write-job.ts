import { SECTOR } from '../../../shared/domain/chip.js';
import { planErase, type EraseStep, type WritePlan } from './plan.js';
import { runsOf, sectorsOf, type Range } from './range.js';

/**
 * How far the writing of a plan is: what must still be erased and written, and what must still be proved. It
 * outlives a lost link, so that the run goes on at the sector where it stopped.
 */
export class WriteJob {
  readonly plan: WritePlan;
  #unproved: readonly Range[];
  #unerased: Set<number>;
  #unwritten: Set<number>;

  readonly #sectorsOnly: boolean;

  /**
   * A job for the whole plan; `select` narrows it.
   * @param sectorsOnly erase by 4 KiB whatever the chip could do, where a block command has no business (authorization §5.7)
   */
  constructor(plan: WritePlan, sectorsOnly = false) {
    this.plan = plan;
    this.#sectorsOnly = sectorsOnly;
    this.#unproved = [plan];
    this.#unerased = new Set(sectorsOf(plan));
    this.#unwritten = new Set(this.#unerased);
  }

  /** Nothing is to be done. */
  get idle(): boolean {
    return this.#unproved.length === 0;
  }

  /** What a CRC must still prove: absolute ranges. */
  get unproved(): readonly Range[] {
    return this.#unproved;
  }

  /** Sectors still to be written, in order of address. */
  get unwritten(): readonly number[] {
    return [...this.#unwritten].sort((a, b) => a - b);
  }

  /** Only these sectors are to be written; the rest is proved to hold the image already. */
  select(sectors: Iterable<number>): void {
    this.redo(sectors);
    this.#unproved = runsOf(sectors);
  }

  /** Erase and write these once more. */
  redo(sectors: Iterable<number>): void {
    this.#unerased = new Set(sectors);
    this.#unwritten = new Set(this.#unerased);
  }

  /** @param blocks erase sizes that the chip knows, the largest first */
  eraseSteps(blocks: readonly number[]): readonly EraseStep[] {
    return runsOf(this.#unerased).flatMap(({ start, end }) =>
      planErase(start, end, this.#sectorsOnly ? [] : blocks),
    );
  }

  erased(step: EraseStep): void {
    for (const at of sectorsOf({ start: step.address, end: step.address + step.bytes }))
      this.#unerased.delete(at);
  }

  /** A sector whose writing has begun is not blank any more, whatever comes of it. */
  writing(at: number): void {
    this.#unerased.add(at);
  }

  written(at: number): void {
    this.#unerased.delete(at);
    this.#unwritten.delete(at);
  }

  /** What a sector is to hold. */
  sector(at: number): Uint8Array {
    const offset = at - this.plan.start;
    return this.plan.image.subarray(offset, offset + SECTOR);
  }
}
