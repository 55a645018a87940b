import { z } from 'zod';

import { CHIP_NAMES } from '../../domain/chip.js';
import { Empty, KeyText, NameText } from './fields.js';
import type { PmsOperation } from './operation.js';

/** `no-code`: its modules are licensed through a Sandwich board only. */
const DEVELOPMENT_MODES = ['custom', 'no-code'] as const;
/**
 * Who may burn a version: `general` everybody; `whitelist` the accounts listed with it; `test` orders of a few
 * licenses only.
 */
export const SCOPES = ['general', 'whitelist', 'test'] as const;
/** The files of a version, by their suffix: production firmware, user area firmware, firmware update. */
export const FILE_KINDS = ['QIO', 'UA', 'UG'] as const;
export const FileKindShape = z.enum(FILE_KINDS);
export type FileKind = z.infer<typeof FileKindShape>;

export const Product = z.object({
  /** PID: 16 lower-case letters and digits. */
  id: z.string(),
  name: z.string(),
  category: z.string(),
  mode: z.enum(DEVELOPMENT_MODES),
  createdAt: z.string(),
  /** The two free licenses were taken. */
  freeTaken: z.boolean(),
});
export type Product = z.infer<typeof Product>;

export const FirmwareFile = z.object({
  kind: FileKindShape,
  name: z.string(),
  bytes: z.number().int(),
  /** Lower-case hex. */
  sha256: z.string(),
  protocolClass: z.enum(['T', 'N']).nullable(),
  /** What the file says of itself; null where it does not tell. */
  version: z.string().nullable(),
  /** Keys of words.warnings, as the station shows them. */
  warnings: z.array(z.string()),
});
export type FirmwareFile = z.infer<typeof FirmwareFile>;

export const FirmwareVersion = z.object({
  id: z.string(),
  firmwareId: z.string(),
  version: z.string(),
  files: z.array(FirmwareFile),
  enabled: z.boolean(),
  /** Null until it was enabled once. */
  scope: z.enum(SCOPES).nullable(),
  /** Emails, for `whitelist`. */
  whitelist: z.array(z.string()),
  createdAt: z.string(),
});
export type FirmwareVersion = z.infer<typeof FirmwareVersion>;

export const CustomFirmware = z.object({
  id: z.string(),
  productId: z.string(),
  /** Name of the project folder under apps; what the running firmware calls itself. */
  identifier: z.string(),
  /** `key` and 13 letters and digits. */
  key: z.string(),
  chip: z.enum(CHIP_NAMES),
  /** 16 Mbit are 2 MB. */
  flashMbit: z.number().int(),
  createdAt: z.string(),
  /** Newest first. */
  versions: z.array(FirmwareVersion),
});
export type CustomFirmware = z.infer<typeof CustomFirmware>;

export const PRODUCT_OPERATIONS = {
  'product.create': {
    request: z.strictObject({ name: NameText, category: NameText, mode: z.enum(DEVELOPMENT_MODES) }),
    reply: Product,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/products' },
  },
  'product.list': {
    request: Empty,
    reply: z.object({ items: z.array(Product) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/products' },
    idempotent: true,
  },
  /** @throws FIRMWARE_EXISTS, FIRMWARE_FLASH_SIZE */
  'firmware.create': {
    request: z.strictObject({
      productId: KeyText,
      identifier: z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/),
      chip: z.enum(CHIP_NAMES),
      flashMbit: z.number().int().min(4).max(1024),
    }),
    reply: CustomFirmware,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/firmware' },
  },
  /** Of one product, or of all. */
  'firmware.list': {
    request: z.strictObject({ productId: KeyText.optional() }),
    reply: z.object({ items: z.array(CustomFirmware) }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/firmware' },
    idempotent: true,
  },
  /** An empty version; its files are uploaded with the stream `firmware.upload`. @throws FIRMWARE_EXISTS */
  'firmware.version': {
    request: z.strictObject({ firmwareId: KeyText, version: z.string().regex(/^[0-9A-Za-z_.-]{1,32}$/) }),
    reply: FirmwareVersion,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/firmware/{firmwareId}/versions' },
  },
  /** @throws FIRMWARE_ENABLED where the version may be in use */
  'firmware.removeFile': {
    request: z.strictObject({ versionId: KeyText, kind: FileKindShape }),
    reply: FirmwareVersion,
    role: 'engineer',
    http: { method: 'DELETE', path: '/v1/firmware/versions/{versionId}/files/{kind}' },
    idempotent: true,
  },
  /** @throws FIRMWARE_INCOMPLETE without a QIO */
  'firmware.enable': {
    request: z.strictObject({
      versionId: KeyText,
      scope: z.enum(SCOPES),
      whitelist: z.array(z.string().trim().toLowerCase().max(200)).max(1000).default([]),
    }),
    reply: FirmwareVersion,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/firmware/versions/{versionId}:enable' },
    idempotent: true,
  },
  /** No new orders; tokens that exist stay good. */
  'firmware.disable': {
    request: z.strictObject({ versionId: KeyText }),
    reply: FirmwareVersion,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/firmware/versions/{versionId}:disable' },
    idempotent: true,
  },
} as const satisfies Record<string, PmsOperation>;
