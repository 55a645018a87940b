const EFUSE_CONTROL = 0x800074;
const EFUSE_DATA = 0x800078;
const VALID = 0x100;

/** Tuya's key, four little-endian words 510FB093 A3CBEADC 5993A17E C7ADEB03 (protocol §11). */
export const TUYA_EFUSE_KEY = Uint8Array.from([
  0x93, 0xb0, 0x0f, 0x51, 0xdc, 0xea, 0xcb, 0xa3, 0x7e, 0xa1, 0x93, 0x59, 0x03, 0xeb, 0xad, 0xc7,
]);

/** Where a chip keeps its id, and the id (protocol §3.3). */
export interface ChipId {
  readonly register: number;
  readonly value: number;
}

/** The registers that hosts read and write through 01 and 03: chip id, and the eFuse port of protocol §11. */
export class NRegisters {
  readonly #efuse = new Uint8Array(32);
  readonly #hasEfuse: boolean;
  readonly #id: ChipId;
  readonly #values = new Map<number, number>();

  /** @param efuseKey 16 bytes; null: this chip's eFuse is somewhere else, and nothing answers here */
  constructor(efuseKey: Uint8Array | null, id: ChipId) {
    this.#hasEfuse = efuseKey !== null;
    if (efuseKey) this.#efuse.set(efuseKey.subarray(0, 16));
    this.#id = id;
    this.#values.set(id.register, id.value);
  }

  /** Registers nobody wrote read as 0. */
  read(address: number): number {
    return this.#values.get(address) ?? 0;
  }

  write(address: number, value: number): void {
    if (address === this.#id.register || address === EFUSE_DATA) return;
    this.#values.set(address, value);
    if (!this.#hasEfuse || address !== EFUSE_CONTROL || (value & 1) === 0) return;
    // Bit 1 selects programming: fuses are burned once and never here.
    if ((value & 2) === 0) this.#values.set(EFUSE_DATA, VALID | (this.#efuse[(value >>> 8) & 0x1f] ?? 0));
    this.#values.set(EFUSE_CONTROL, (value & ~1) >>> 0);
  }
}
