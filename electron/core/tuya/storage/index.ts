/** What other rooms see of the storage. */
export { SECTOR } from './bytes.js';
export { decodeStorage } from './decode.js';
export type { CopyHealth, DecodedStorage, ProtectedCopy, SectorHealth, StorageEntry } from './decoded.js';
export { editStorage, type SectorWrite } from './edit.js';
export { imageSource, rangesSource, type FlashSource } from './flash-source.js';
export {
  interpret,
  licenseIn,
  valuesOf,
  type StorageMeaning,
  type StorageSource,
  type StoredLicense,
} from './interpret.js';
export { KEY_TN, SCAN_FROM } from './layout.js';
export { redactedText } from './redact.js';
