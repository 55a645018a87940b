import type { InspectReport } from '../../../shared/contract/inspect.js';
import type { ChipChoice } from '../../../shared/domain/chip.js';
import { imageSnapshot } from './image.js';
import { findingsOf } from './plan.js';
import { reportOf } from './report.js';

/**
 * Says what stands in a flash dump, or in any other file.
 * @throws KilnError FIRMWARE_EMPTY, FIRMWARE_TOO_LARGE {bytes, max}; nothing else, whatever the file
 */
export function inspectImage(
  image: Uint8Array,
  { chip = 'auto', reveal = false }: { readonly chip?: ChipChoice; readonly reveal?: boolean } = {},
): InspectReport {
  return reportOf(findingsOf(imageSnapshot(image, chip)), { reveal });
}
