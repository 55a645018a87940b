import type { Generated } from 'kysely';

import type { ChipName } from '../../../../shared/domain/chip.js';
import type { LicenseKind } from '../../../../shared/domain/license.js';
import type { DeliveryMode } from '../../../../shared/contract/pms/orders.js';
import type { Role } from '../../../../shared/contract/pms/roles.js';

/** Truth values, as SQLite keeps them. Times are milliseconds since 1970. */
export type Flag = 0 | 1;

export interface AccountTable {
  id: string;
  email: string;
  name: string;
  password_hash: string;
  role: Role;
  status: 'pending' | 'active' | 'disabled';
  created_at: number;
}

interface SessionTable {
  /** SHA-256 of the bearer token, hex. */
  bearer: string;
  account_id: string;
  created_at: number;
  expires_at: number;
}

export interface ProductTable {
  id: string;
  name: string;
  category: string;
  mode: 'custom' | 'no-code';
  created_at: number;
}

export interface CustomFirmwareTable {
  id: string;
  product_id: string;
  identifier: string;
  firmware_key: string;
  chip: ChipName;
  flash_mbit: number;
  created_at: number;
}

export interface FirmwareVersionTable {
  id: string;
  firmware_id: string;
  version: string;
  enabled: Generated<Flag>;
  scope: 'general' | 'whitelist' | 'test' | null;
  /** Emails, a JSON list. */
  whitelist: Generated<string>;
  created_at: number;
}

interface FirmwareFileTable {
  version_id: string;
  kind: 'QIO' | 'UA' | 'UG';
  sha256: string;
  name: string;
  found_version: string | null;
  /** A JSON list. */
  warnings: string;
}

export interface LicenseImportTable {
  id: string;
  name: string;
  kind: LicenseKind;
  development: Flag;
  count: number;
  at: number;
  actor: string;
}

/** A license list on its way in (ledger/arrivals.ts). */
interface ArrivalTable {
  /** Of the import that it becomes. */
  id: string;
  /** The program that reads it; null where that is not on this machine. */
  pid: number | null;
  /** When that program was last heard of. */
  seen_at: number;
  /** Read to its end: from here on it comes in, whatever happens. */
  whole: Generated<Flag>;
}

interface ArrivingLicenseTable {
  arrival: string;
  /** Of the list, counted from 1. */
  row: number;
  uuid: string;
  /** Sealed, as in `license`. */
  authkey: string;
  psk_key: string;
  authkey_mark: string;
  development: Flag;
}

export interface BoardTable {
  id: string;
  password_hash: string;
  account: string | null;
  bound_at: number | null;
  created_at: number;
}

export interface LicenseOrderTable {
  code: string;
  product_id: string;
  version_id: string | null;
  identifier: string;
  version: string;
  mode: DeliveryMode;
  quantity: number;
  free: Flag;
  license_kind: LicenseKind;
  development: Flag;
  token: string | null;
  board_id: string | null;
  actor: string;
  created_at: number;
  delivered_at: number | null;
}

interface CraftLineTable {
  id: string;
  name: string;
  created_at: number;
}

interface CraftStationTable {
  line_id: string;
  position: number;
  code: string;
  name: string;
}

export interface WorkOrderTable {
  code: string;
  line_id: string;
  token: string | null;
  quantity: number;
  closed: Generated<Flag>;
  created_at: number;
}

export interface UnitTable {
  id: string;
  order_code: string;
  mac: string | null;
  sn: string | null;
}

interface StationNoteTable {
  id: Generated<number>;
  unit_id: string;
  station: string;
  result: 'pass' | 'fail' | 'reset';
  run_id: string;
  at: number;
  actor: string;
}

/** The tables of the production desk. */
export interface DeskSchema {
  account: AccountTable;
  session: SessionTable;
  product: ProductTable;
  custom_firmware: CustomFirmwareTable;
  firmware_version: FirmwareVersionTable;
  firmware_file: FirmwareFileTable;
  license_import: LicenseImportTable;
  arrival: ArrivalTable;
  arriving_license: ArrivingLicenseTable;
  board: BoardTable;
  license_order: LicenseOrderTable;
  craft_line: CraftLineTable;
  craft_station: CraftStationTable;
  work_order: WorkOrderTable;
  unit: UnitTable;
  station_note: StationNoteTable;
}
