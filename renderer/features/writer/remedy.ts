import type { CodedError } from '../../../shared/errors/kiln-error.js';
import { ERROR_CODES } from '../../../shared/errors/codes.js';
import { isWhole } from '../../../shared/domain/writer.js';
import type { Scene } from './model.js';

/** What the one button under a failure does; keys of `ui.writer.remedy`. */
export type Remedy =
  | 'again'
  | 'chooseFile'
  | 'choosePort'
  | 'useFileRange'
  | 'round'
  | 'auto'
  | 'slow'
  | 'program'
  | 'override'
  | 'userArea';

const BY_CODE: Partial<Record<CodedError['code'], Remedy>> = {
  PORT_NOT_CHOSEN: 'choosePort',
  PORT_NOT_FOUND: 'choosePort',
  PORT_NO_PERMISSION: 'choosePort',
  CHIP_MISMATCH: 'auto',
  BAUD_RATE_FAILED: 'slow',
  FLASH_DIFFERS: 'program',
  FIRMWARE_KEY: 'override',
  FIRMWARE_PLACE: 'useFileRange',
  FIRMWARE_CHIP: 'chooseFile',
  FIRMWARE_KIND: 'chooseFile',
  FIRMWARE_EMPTY: 'chooseFile',
  FIRMWARE_DAMAGED: 'chooseFile',
  FIRMWARE_UNKNOWN: 'chooseFile',
  FIRMWARE_BLANK: 'chooseFile',
  FILE_UNREADABLE: 'chooseFile',
  FILE_NOT_CHOSEN: 'chooseFile',
};

/** The button that does what the remedy says; null where only hands can. */
export function remedyOf(error: CodedError, { writer, range }: Scene): Remedy | null {
  const hasPlace = writer.file !== null && writer.file.place !== null;
  switch (error.code) {
    case 'FIRMWARE_TOO_LARGE':
      return hasPlace ? 'useFileRange' : 'chooseFile';
    case 'FLASH_RANGE_PROTECTED':
      if (error.data['region'] === 'rf') return 'override';
      return hasPlace ? 'useFileRange' : 'userArea';
    case 'FLASH_TOO_SMALL':
      return hasPlace ? 'useFileRange' : 'userArea';
    case 'RANGE_UNALIGNED':
      return isWhole(range) ? 'again' : 'round';
    default:
      return BY_CODE[error.code] ?? (ERROR_CODES[error.code].retryable ? 'again' : null);
  }
}
