import type { FirmwareFile, FirmwareVersion } from '../../../../shared/contract/pms/products.js';

/** A file that says another version than the one it stands under. */
export interface VersionDoubt {
  readonly kind: FirmwareFile['kind'];
  readonly found: string;
  readonly claimed: string;
  /** Where it says so: in its content (protocol §12.2), or only in its name. */
  readonly by: 'content' | 'name';
}

/** `wifi_one_light_QIO_1.0.0.bin`: kind and version at the end of the name (protocol §12.2). */
const NAMED = /_(?:QIO|UA|UG)_v?(\d+(?:\.\d+)+)\.bin$/i;

/** What the content says counts; a file that says nothing is known by its name. */
export function versionDoubt({ kind, version, name }: FirmwareFile, claimed: string): VersionDoubt | null {
  const named = NAMED.exec(name)?.[1] ?? null;
  if (version !== null && version !== claimed) return { kind, found: version, claimed, by: 'content' };
  return named === null || named === claimed ? null : { kind, found: named, claimed, by: 'name' };
}

export function versionDoubts({ files, version }: FirmwareVersion): readonly VersionDoubt[] {
  return files.map((file) => versionDoubt(file, version)).filter((doubt) => doubt !== null);
}
