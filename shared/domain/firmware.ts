import type { ProtocolClass } from './chip.js';

/**
 * What a firmware file is, by content (protocol §12.2).
 * QIO: bootloader and application, the production image. UA: application only. UG: cloud update package.
 * RBL: bare update package. DUMP: a whole flash.
 */
export type FirmwareKind = 'QIO' | 'UA' | 'UG' | 'RBL' | 'DUMP';

export type FirmwareWarning =
  'name-disagrees' | 'unknown-head' | 'not-encrypted' | 'block-crc' | 'no-rbl-header';

export interface FirmwareFacts {
  readonly kind: FirmwareKind;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The class its bootloader was made for, where it has one that Kiln knows. */
  readonly protocolClass: ProtocolClass | null;
  /** Version string found in the file, where there is one. */
  readonly version: string | null;
  readonly warnings: readonly FirmwareWarning[];
}
