import type { CustomFirmware, FirmwareVersion, Product } from '../../../../shared/contract/pms/products.js';
import { CHIPS, type ChipName } from '../../../../shared/domain/chip.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { iso } from '../ledger/token-rows.js';
import type { PmsRules } from '../service.js';
import type { CustomFirmwareTable, ProductTable } from '../store/desk-schema.js';
import { query, type Rows } from '../store/query.js';
import { nowOf, unknown, type DeskParts } from './context.js';
import { makeFirmwareKey, makeId, makeProductId } from './keys.js';
import { versionFrom, versionRow, versionsOf, type VersionRow } from './version-rows.js';

type ProductRules = Pick<
  PmsRules['operations'],
  | 'product.create'
  | 'product.list'
  | 'firmware.create'
  | 'firmware.list'
  | 'firmware.version'
  | 'firmware.removeFile'
  | 'firmware.enable'
  | 'firmware.disable'
>;

export const productById = (id: string) => query.selectFrom('product').selectAll().where('id', '=', id);

/** @throws KilnError DESK_UNKNOWN */
export async function productRow(rows: Rows, id: string): Promise<ProductTable> {
  const row = await rows.first(productById(id));
  if (row === undefined) throw unknown('product', id);
  return row;
}

function productFrom(row: ProductTable & { readonly free_order: string | null }): Product {
  const { id, name, category, mode } = row;
  return { id, name, category, mode, createdAt: iso(row.created_at), freeTaken: row.free_order !== null };
}

function firmwareFrom(row: CustomFirmwareTable, versions: FirmwareVersion[]): CustomFirmware {
  return {
    id: row.id,
    productId: row.product_id,
    identifier: row.identifier,
    key: row.firmware_key,
    chip: row.chip,
    flashMbit: row.flash_mbit,
    createdAt: iso(row.created_at),
    versions,
  };
}

/** Mbit of a flash: 16 Mbit ÷ 8 = 2 MB (seed, Flash Size). */
const mbitOf = (bytes: number): number => (bytes * 8) / (1024 * 1024);

/** @throws KilnError FIRMWARE_FLASH_SIZE; the S comes with half of it too (protocol §15) */
function refuseFlashSize(chip: ChipName, flashMbit: number): void {
  const chipMbit = mbitOf(CHIPS[chip].flashBytes);
  if (flashMbit === chipMbit || (chip === 'BK7231S' && flashMbit === chipMbit / 2)) return;
  throw new KilnError('FIRMWARE_FLASH_SIZE', { chip, flashMbit, chipMbit });
}

async function isOrdered(rows: Rows, versionId: string): Promise<boolean> {
  const order = query.selectFrom('license_order').select('code').where('version_id', '=', versionId).limit(1);
  return (await rows.first(order)) !== undefined;
}

/** What modules may carry does not change any more. @throws KilnError FIRMWARE_ENABLED */
export async function refuseInUse(rows: Rows, row: VersionRow): Promise<void> {
  if (row.enabled === 1 || (await isOrdered(rows, row.id))) {
    throw new KilnError('FIRMWARE_ENABLED', { version: row.version });
  }
}

async function addFirmware(
  rows: Rows,
  desk: DeskParts,
  request: { productId: string; identifier: string; chip: ChipName; flashMbit: number },
): Promise<CustomFirmware> {
  const { productId, identifier, chip, flashMbit } = request;
  await productRow(rows, productId);
  const twin = query
    .selectFrom('custom_firmware')
    .select('id')
    .where('product_id', '=', productId)
    .where('identifier', '=', identifier);
  if (await rows.first(twin)) throw new KilnError('FIRMWARE_EXISTS', { name: identifier });
  const row = {
    id: makeId(desk.random),
    product_id: productId,
    identifier,
    firmware_key: makeFirmwareKey(desk.random),
    chip,
    flash_mbit: flashMbit,
    created_at: nowOf(desk),
  };
  await rows.run(query.insertInto('custom_firmware').values(row));
  return firmwareFrom(row, []);
}

async function addVersion(
  rows: Rows,
  desk: DeskParts,
  { firmwareId, version }: { firmwareId: string; version: string },
): Promise<FirmwareVersion> {
  const of = query.selectFrom('custom_firmware').select('identifier').where('id', '=', firmwareId);
  const firmware = await rows.first(of);
  if (firmware === undefined) throw unknown('firmware', firmwareId);
  const twin = query.selectFrom('firmware_version').select('id').where('firmware_id', '=', firmwareId);
  if (await rows.first(twin.where('version', '=', version))) {
    throw new KilnError('FIRMWARE_EXISTS', { name: `${firmware.identifier} ${version}` });
  }
  const id = makeId(desk.random);
  const row = { id, firmware_id: firmwareId, version, created_at: nowOf(desk) };
  await rows.run(query.insertInto('firmware_version').values(row));
  return versionFrom(rows, await versionRow(rows, id));
}

/** Products, their firmware and its versions (seed, Upload firmware). */
export function productRules(desk: DeskParts): ProductRules {
  const { store } = desk;
  return {
    'product.create': (request) =>
      store.write(async (rows) => {
        const row = { ...request, id: makeProductId(desk.random), created_at: nowOf(desk) };
        await rows.run(query.insertInto('product').values(row));
        return productFrom({ ...row, free_order: null });
      }),

    'product.list': async () => {
      const all = query
        .selectFrom('product')
        .leftJoin('license_order', (join) =>
          join.onRef('license_order.product_id', '=', 'product.id').on('license_order.free', '=', 1),
        )
        .selectAll('product')
        .select('license_order.code as free_order')
        .orderBy('product.created_at')
        .orderBy('product.id');
      return { items: (await store.read((rows) => rows.all(all))).map(productFrom) };
    },

    'firmware.create': async (request) => {
      refuseFlashSize(request.chip, request.flashMbit);
      return store.write((rows) => addFirmware(rows, desk, request));
    },

    'firmware.list': ({ productId }) =>
      store.read(async (rows) => {
        const all = query.selectFrom('custom_firmware').selectAll().orderBy('created_at').orderBy('id');
        const wanted = productId === undefined ? all : all.where('product_id', '=', productId);
        const items: CustomFirmware[] = [];
        for (const row of await rows.all(wanted)) {
          items.push(firmwareFrom(row, await versionsOf(rows, row.id)));
        }
        return { items };
      }),

    'firmware.version': (request) => store.write((rows) => addVersion(rows, desk, request)),

    'firmware.removeFile': ({ versionId, kind }) =>
      store.write(async (rows) => {
        const row = await versionRow(rows, versionId);
        await refuseInUse(rows, row);
        await rows.run(
          query.deleteFrom('firmware_file').where('version_id', '=', versionId).where('kind', '=', kind),
        );
        return versionFrom(rows, row);
      }),

    'firmware.enable': ({ versionId, scope, whitelist }) =>
      store.write(async (rows) => {
        const row = await versionRow(rows, versionId);
        const shown = await versionFrom(rows, row);
        if (!shown.files.some(({ kind }) => kind === 'QIO')) {
          throw new KilnError('FIRMWARE_INCOMPLETE', { version: row.version });
        }
        const listed = scope === 'whitelist' ? [...new Set(whitelist)].sort() : [];
        const change = { enabled: 1, scope, whitelist: JSON.stringify(listed) } as const;
        await rows.run(query.updateTable('firmware_version').set(change).where('id', '=', versionId));
        return versionFrom(rows, { ...row, ...change });
      }),

    'firmware.disable': ({ versionId }) =>
      store.write(async (rows) => {
        const row = await versionRow(rows, versionId);
        await rows.run(query.updateTable('firmware_version').set({ enabled: 0 }).where('id', '=', versionId));
        return versionFrom(rows, { ...row, enabled: 0 });
      }),
  };
}
