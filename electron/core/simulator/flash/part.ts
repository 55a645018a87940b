/** A NOR flash as the loader's commands see it (protocol §7.1, §8). */
export interface FlashPart {
  readonly name: string;
  /** Manufacturer, type, capacity: bus order. */
  readonly jedec: readonly [number, number, number];
  readonly size: number;
  /** BP and CMP bits of SR2 << 8 | SR1. */
  readonly protectMask: number;
  /** What class N applications set at boot, and hosts after verifying. */
  readonly protectValue: number;
  /** Bits of SR2 << 8 | SR1 that WRSR changes. */
  readonly writableMask: number;
  /** Number of status register bytes. */
  readonly statusBytes: 1 | 2;
  /** Whether SPI command 31 writes SR2 alone. */
  readonly separateStatus2: boolean;
}

/** By far the most common part on Tuya's N modules (protocol §8). */
export const TH25Q16HB: FlashPart = {
  name: 'TH25Q16HB',
  jedec: [0xeb, 0x60, 0x15],
  size: 0x200000,
  protectMask: 0x407c,
  protectValue: 0x001c,
  // SRP0, BP4..BP0 | SRP1, QE, CMP
  writableMask: 0x43fc,
  statusBytes: 2,
  separateStatus2: false,
};
