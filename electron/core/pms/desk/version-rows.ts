import type { Selectable } from 'kysely';

import type { FirmwareFile, FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { iso } from '../ledger/token-rows.js';
import type { FirmwareVersionTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { unknown } from './context.js';

const withFirmware = query
  .selectFrom('firmware_version')
  .innerJoin('custom_firmware', 'custom_firmware.id', 'firmware_version.firmware_id')
  .selectAll('firmware_version')
  .select(['custom_firmware.product_id', 'custom_firmware.identifier', 'custom_firmware.chip']);

/** @throws KilnError DESK_UNKNOWN */
export async function versionRow(rows: Rows, id: string) {
  const row = await rows.first(withFirmware.where('firmware_version.id', '=', id));
  if (row === undefined) throw unknown('version', id);
  return row;
}

export type VersionRow = Awaited<ReturnType<typeof versionRow>>;

/** The newest enabled version of a product, or undefined. */
export async function newestEnabled(rows: Rows, productId: string): Promise<VersionRow | undefined> {
  return await rows.first(
    withFirmware
      .where('custom_firmware.product_id', '=', productId)
      .where('firmware_version.enabled', '=', 1)
      .orderBy('firmware_version.created_at', 'desc')
      .orderBy('firmware_version.id', 'desc')
      .limit(1),
  );
}

/** QIO, UA, UG: the order of the page. */
const RANK = { QIO: 0, UA: 1, UG: 2 } as const;

async function filesOf(rows: Rows, versionId: string): Promise<FirmwareFile[]> {
  const files = await rows.all(
    query
      .selectFrom('firmware_file')
      .innerJoin('firmware', 'firmware.sha256', 'firmware_file.sha256')
      .selectAll('firmware_file')
      .select(['firmware.bytes', 'firmware.protocol_class'])
      .where('version_id', '=', versionId),
  );
  return files
    .map((row) => ({
      kind: row.kind,
      name: row.name,
      bytes: row.bytes,
      sha256: row.sha256,
      protocolClass: row.protocol_class,
      version: row.found_version,
      warnings: JSON.parse(row.warnings) as string[],
    }))
    .sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

export async function versionFrom(
  rows: Rows,
  row: Selectable<FirmwareVersionTable>,
): Promise<FirmwareVersion> {
  return {
    id: row.id,
    firmwareId: row.firmware_id,
    version: row.version,
    files: await filesOf(rows, row.id),
    enabled: row.enabled === 1,
    scope: row.scope,
    whitelist: JSON.parse(row.whitelist) as string[],
    createdAt: iso(row.created_at),
  };
}

/** Newest first. */
export async function versionsOf(rows: Rows, firmwareId: string): Promise<FirmwareVersion[]> {
  const all = query
    .selectFrom('firmware_version')
    .selectAll()
    .where('firmware_id', '=', firmwareId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
  const versions: FirmwareVersion[] = [];
  for (const row of await rows.all(all)) versions.push(await versionFrom(rows, row));
  return versions;
}
