import type { FlashPart } from './part.js';

const PAGE = 256;

/**
 * The flash die. Programming only clears bits, erasing only sets them, and while any BP or CMP bit stands neither
 * does anything, silently (protocol §0.8). A real part maps BP bits to ranges; every host clears them all, so any
 * bit protects the whole part here. Contents and status register survive resets and power cycles.
 */
export class NorFlash {
  readonly part: FlashPart;
  /** SR1 cannot be written any more: SRP and WP#, or a dying part (protocol §7.2 step 5). */
  statusLocked = false;
  /** SR3, where the part has one: drive strength and the like, nothing that protects. */
  thirdStatus = 0x60;
  readonly #cells: Uint8Array;
  #status: number;

  /** @throws RangeError when `content` is not exactly as large as the part. */
  constructor(part: FlashPart, content: Uint8Array, status: number) {
    if (content.length !== part.size)
      throw new RangeError(`${part.name} holds ${part.size} bytes, not ${content.length}`);
    this.part = part;
    this.#cells = content.slice();
    this.#status = status & part.writableMask;
  }

  /** SR2 << 8 | SR1, without WIP. */
  get status(): number {
    return this.#status;
  }

  get isProtected(): boolean {
    return (this.#status & this.part.protectMask) !== 0;
  }

  /** All cells; not a copy. */
  get cells(): Uint8Array {
    return this.#cells;
  }

  writeStatus(value: number): void {
    if (!this.statusLocked) this.#status = value & this.part.writableMask;
  }

  /** A copy; addresses alias modulo the size, as the part does not decode above it (protocol §4). */
  read(address: number, length: number): Uint8Array {
    const start = address % this.part.size;
    if (start + length <= this.part.size) return this.#cells.slice(start, start + length);
    return Uint8Array.from({ length }, (_, index) => this.#cells[(start + index) % this.part.size] ?? 0xff);
  }

  /** One page program. An address that runs past the page's end wraps to its start, as NOR does. */
  program(address: number, data: Uint8Array): void {
    if (this.isProtected) return;
    const start = address % this.part.size;
    const page = start - (start % PAGE);
    for (let index = 0; index < data.length; index++) {
      const cell = page + ((start - page + index) % PAGE);
      this.#cells[cell] = (this.#cells[cell] ?? 0xff) & (data[index] ?? 0xff);
    }
  }

  /** Erases the `size` block (a power of two) that holds `address`. @returns whether the part took it */
  erase(address: number, size: number): boolean {
    if (this.isProtected) return false;
    const start = address % this.part.size;
    const block = start - (start % size);
    this.#cells.fill(0xff, block, block + size);
    return true;
  }

  /** @returns whether the part took it */
  eraseChip(): boolean {
    if (this.isProtected) return false;
    this.#cells.fill(0xff);
    return true;
  }
}
