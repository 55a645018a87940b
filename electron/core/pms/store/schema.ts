import type { Generated } from 'kysely';

import type { Outcome } from '../../../../shared/contract/records.js';
import type { FirmwareKind } from '../../../../shared/domain/firmware.js';
import type { ProtocolClass } from '../../../../shared/domain/chip.js';
import type { LicenseKind, LicenseState } from '../../../../shared/domain/license.js';
import type { RunMode } from '../../../../shared/domain/stage.js';
import type { DeskSchema, Flag } from './desk-schema.js';

export type { Flag } from './desk-schema.js';

interface FirmwareTable {
  sha256: string;
  name: string;
  kind: FirmwareKind;
  bytes: number;
  protocol_class: ProtocolClass | null;
}

interface TokenTable {
  token: string;
  /** Null: authorization only. */
  firmware: string | null;
  identifier: string;
  version: string;
  country: string | null;
  rssi_ssid: string | null;
  rssi_min: number | null;
  gpio: Flag;
  user_config: Uint8Array | null;
  development: Flag;
  /** Milliseconds since 1970, like every time in this schema. */
  created_at: number;
  expires_at: number | null;
  license_kind: Generated<LicenseKind>;
  effective_at: number | null;
  /** Issued by an order: no station opens it before somebody verified it. */
  needs_verification: Generated<Flag>;
  /** Who verified it: an account's id, or `local`. */
  account: string | null;
  revoked_at: number | null;
  revoked_reason: string | null;
  mac_from: string | null;
  mac_to: string | null;
  low_water: Generated<number>;
}

export interface LicenseTable {
  id: Generated<number>;
  /** Null: in stock, or delivered in a list. */
  token: string | null;
  uuid: string;
  /** Sealed (sealed-license.ts), like psk_key. */
  authkey: string;
  psk_key: string;
  authkey_mark: string;
  kind: Generated<LicenseKind>;
  state: Generated<LicenseState>;
  exposed: Generated<Flag>;
  mac: string | null;
  /** The run that has it in hand; null where that run gave it up. */
  run_id: string | null;
  /** When that run took it: its lease counts from here. */
  reserved_at: number | null;
  development: Generated<Flag>;
  /** The list it came with; null where it came with its token. */
  import_id: string | null;
  /** Kept back by hand. */
  held: Generated<Flag>;
  /** The order that delivered it in plain text. */
  list_order: string | null;
  /** The station it is set aside for, until a board has it; and how long that station may give it to one. */
  leased_to: string | null;
  leased_until: number | null;
}

/** What a step in the life of a license is called in the ledger. */
export type LicenseStep =
  | 'import'
  | 'reserve'
  | 'expose'
  | 'write'
  | 'validate'
  | 'abandon'
  | 'lease-ended'
  // Set aside for a station, given back by it, given by it to a board.
  | 'lease'
  | 'return'
  | 'take'
  // By the desk: taken by an order, picked up in a list, kept back, let go.
  | 'order'
  | 'deliver'
  | 'quarantine'
  | 'release';

interface LicenseEventTable {
  id: Generated<number>;
  license_id: number;
  at: number;
  actor: string;
  step: LicenseStep;
  run_id: string | null;
  mac: string | null;
  from_state: LicenseState | null;
  to_state: LicenseState;
  exposed: Flag;
  reason: string | null;
}

interface RunTable {
  run_id: string;
  token: string | null;
  port: string;
  started_at: number;
  /** The program that runs it; null for what was recorded afterwards. */
  pid: number | null;
  /** What a station did with the board; null for what was opened before runs said so. */
  mode: Generated<RunMode | null>;
  /** When its station last said that it is at it; null where none does. */
  seen_at: Generated<number | null>;
  outcome: Outcome | null;
  /** A RunRecord as JSON; null while the run is open. */
  record: string | null;
}

interface LedgerKeyTable {
  /** Of the key that everything here is sealed with. */
  mark: string;
}

/** The tables of the ledger; `migrations/` makes them. */
export interface Schema extends DeskSchema {
  firmware: FirmwareTable;
  token: TokenTable;
  license: LicenseTable;
  license_event: LicenseEventTable;
  run: RunTable;
  ledger_key: LedgerKeyTable;
}
