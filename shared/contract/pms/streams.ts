import { z } from 'zod';

import { LICENSE_KINDS } from '../../domain/license.js';
import { KeyText, TokenText, UuidText } from './fields.js';
import { StandingShape } from './ledger.js';
import type { HttpPlace } from './operation.js';
import { LicenseImport } from './pool.js';
import { FileKindShape, FirmwareVersion } from './products.js';
import type { Role } from './roles.js';

/**
 * Content that comes in. In the app the core reads the file at a path; over HTTP the body is the file as it is
 * (`application/octet-stream`), its SHA-256 in the header `x-content-sha256` as lower-case hex, refused with
 * UPLOAD_DAMAGED where it differs. Request fields that are not in the path go into the query.
 */
export interface PmsUpload {
  readonly direction: 'in';
  readonly request: z.ZodType<Record<string, unknown>>;
  readonly reply: z.ZodType;
  readonly role: Role;
  readonly http: HttpPlace;
  readonly maxBytes: number;
}

/**
 * Content that goes out. In the app the core writes it to a path; over HTTP it is the body, with
 * `content-disposition`, and where `range` is set with `accept-ranges: bytes`, `content-length` and `x-content-sha256`
 * (of the whole file).
 */
export interface PmsDownload {
  readonly direction: 'out';
  readonly request: z.ZodType<Record<string, unknown>>;
  readonly role: Role;
  readonly http: HttpPlace;
  readonly range: boolean;
}

const FORMATS = ['csv', 'xlsx'] as const;
export const FormatShape = z.enum(FORMATS);
const MIB = 1024 * 1024;
/** Rows that may be named one by one in a request. */
export const MOST_CHOSEN = 20_000;
const FILE = '/v1/firmware/versions/{versionId}/files/{kind}';

export const PMS_STREAMS = {
  /** Checked by content against `kind` and the version. @throws FIRMWARE_*, UPLOAD_DAMAGED */
  'firmware.upload': {
    direction: 'in',
    request: z.strictObject({ versionId: KeyText, kind: FileKindShape, name: z.string().max(200) }),
    reply: FirmwareVersion,
    role: 'engineer',
    http: { method: 'PUT', path: FILE },
    maxBytes: 2 * MIB,
  },
  'firmware.download': {
    direction: 'out',
    request: z.strictObject({ versionId: KeyText, kind: FileKindShape }),
    role: 'engineer',
    http: { method: 'GET', path: FILE },
    range: true,
  },
  /** The production firmware of a token, for the station that burns it. @throws FIRMWARE_NONE, NO_DATA_PERMISSION */
  'token.firmware': {
    direction: 'out',
    request: z.strictObject({ token: TokenText }),
    role: 'operator',
    http: { method: 'GET', path: '/v1/tokens/{token}/firmware' },
    range: true,
  },
  /** A license list (CSV, TSV, XLSX) into the pool, whole or not at all. @throws LIST_* */
  'pool.import': {
    direction: 'in',
    request: z.strictObject({ name: z.string().max(200), licenseKind: z.enum(LICENSE_KINDS) }),
    reply: LicenseImport,
    role: 'engineer',
    http: { method: 'POST', path: '/v1/pool/imports' },
    maxBytes: 512 * MIB,
  },
  /** A copy of what is in stock, keys in plain text: for a backup. Nothing changes. */
  'pool.export': {
    direction: 'out',
    request: z.strictObject({ format: FormatShape }),
    role: 'admin',
    http: { method: 'GET', path: '/v1/pool.{format}' },
    range: false,
  },
  /** Download Credential: a zip with Token_information.txt. @throws ORDER_NO_TOKEN */
  'order.download': {
    direction: 'out',
    request: z.strictObject({ code: KeyText }),
    role: 'engineer',
    http: { method: 'GET', path: '/v1/orders/{code}/credential.zip' },
    range: false,
  },
  /** The License List of an order; every pick-up stands in the ledger. @throws ORDER_NO_LIST */
  'order.list': {
    direction: 'out',
    request: z.strictObject({ code: KeyText, format: FormatShape }),
    role: 'engineer',
    http: { method: 'GET', path: '/v1/orders/{code}/licenses.{format}' },
    range: false,
  },
  /** The ledger without secrets, as `ledger.search` finds it. */
  'ledger.export': {
    direction: 'out',
    request: z.strictObject({
      format: FormatShape,
      text: z.string().trim().max(100).optional(),
      standing: StandingShape.optional(),
    }),
    role: 'engineer',
    http: { method: 'GET', path: '/v1/ledger.{format}' },
    range: false,
  },
  /** The same of licenses that were chosen one by one; what is not there is left out. */
  'ledger.exportChosen': {
    direction: 'out',
    request: z.strictObject({ format: FormatShape, uuids: z.array(UuidText).min(1).max(MOST_CHOSEN) }),
    role: 'engineer',
    http: { method: 'POST', path: '/v1/ledger:export' },
    range: false,
  },
  /** Tokens that were chosen: masked, with what they are for and what is left. @throws TOKEN_UNKNOWN */
  'token.export': {
    direction: 'out',
    request: z.strictObject({ format: FormatShape, tokens: z.array(TokenText).min(1).max(1000) }),
    role: 'engineer',
    http: { method: 'POST', path: '/v1/tokens:export' },
    range: false,
  },
} as const satisfies Record<string, PmsUpload | PmsDownload>;

export type PmsStreamName = keyof typeof PMS_STREAMS;
type NamesOf<Direction> = {
  [N in PmsStreamName]: (typeof PMS_STREAMS)[N]['direction'] extends Direction ? N : never;
}[PmsStreamName];
export type PmsUploadName = NamesOf<'in'>;
export type PmsDownloadName = NamesOf<'out'>;
export type PmsStreamRequest<N extends PmsStreamName> = z.output<(typeof PMS_STREAMS)[N]['request']>;
export type PmsUploadReply<N extends PmsUploadName> = z.output<(typeof PMS_STREAMS)[N]['reply']>;
