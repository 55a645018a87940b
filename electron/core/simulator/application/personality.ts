import { N_LAYOUT, N_OLD_LAYOUT, T_LAYOUT, type StorageLayout } from '../storage/layout.js';

/** In what the applications of the module families differ (authorization §0.1, §1.3). */
export interface Personality {
  readonly name: string;
  /** The two bytes of the enter reply (authorization §1.4). */
  readonly capabilities: readonly [number, number];
  readonly storage: StorageLayout;
  /** What the protected sectors carry; never `mf_test_close` (authorization §5.4). */
  readonly protectedKeys: readonly string[];
  /** What it writes into `em_sys_env` (authorization §5.6). */
  readonly platform: string;
  /** Whether 05 answers false or not at all. */
  readonly answers05: boolean;
  /** `gw_bi`: kept with the license and checked. `own-key`: kept apart, verbatim (authorization §0.1.1-3). */
  readonly country: 'gw_bi' | 'own-key';
  /** Where 07 puts pskKey (authorization §0.1.4). */
  readonly pskField: 'psk_key' | 'psk30_key';
  /** 08 tells check_pin and fac_pin too (authorization §1.8). */
  readonly tellsFacPin: boolean;
  /** 02 takes a list of pins from the host: bit 4 of the capabilities (authorization §1.4). */
  readonly takesPinList: boolean;
  /** uuid + pskKey over this many characters are acknowledged and then unreadable (authorization §0.1.14). */
  readonly longestUuidAndPsk: number;
  /** Past the window: one product query an enter frame, or one heartbeat and a few queries (authorization §0.1.10). */
  readonly productQueries: number;
  /** Flash status register that the application leaves (protocol §7.2, §7.3). */
  readonly protectValue: number;
}

const LICENSE_KEYS = ['gw_bi', 'gw_wsm'] as const;

/** BK7231T, SDK 1.0.x, application 1.1.71. */
export const T_1_1_71: Personality = {
  name: 'T 1.1.71',
  capabilities: [0x03, 0x0c],
  storage: T_LAYOUT,
  protectedKeys: [],
  platform: 'BK7231S_2M',
  answers05: false,
  country: 'gw_bi',
  pskField: 'psk_key',
  tellsFacPin: false,
  takesPinList: false,
  // 20 + 37 is fine, 20 + 44 is not; 16 + 44 is what newer lists carry.
  longestUuidAndPsk: 60,
  productQueries: Number.POSITIVE_INFINITY,
  protectValue: 0x7c,
};

/** BK7231N, TuyaOS, application 3.1.28: mirror, psk30_key, country in a key of its own. */
export const N_3_1_28: Personality = {
  name: 'N 3.1.28',
  capabilities: [0x13, 0x08],
  storage: N_LAYOUT,
  // On activated 3.x devices the last two stand there too (authorization §5.4).
  protectedKeys: [...LICENSE_KEYS, 'rcs.active', 'kv.ccode.avtive'],
  platform: 'bk7231n',
  answers05: true,
  country: 'own-key',
  pskField: 'psk30_key',
  tellsFacPin: true,
  takesPinList: true,
  longestUuidAndPsk: Number.POSITIVE_INFINITY,
  productQueries: 3,
  protectValue: 0x1c,
};

/** BK7231N, application 3.1.17: as 3.1.28 in everything known (authorization §0.1.4, §0.1.12). */
export const N_3_1_17: Personality = { ...N_3_1_28, name: 'N 3.1.17' };

/** BK7231N, application 2.1.17: old format, no mirror, psk_key, country beside the license (authorization §0.1.12). */
export const N_2_1_17: Personality = {
  ...N_3_1_28,
  name: 'N 2.1.17',
  capabilities: [0x03, 0x0c],
  storage: N_OLD_LAYOUT,
  protectedKeys: LICENSE_KEYS,
  country: 'gw_bi',
  pskField: 'psk_key',
  takesPinList: false,
};

export const N_2_0_2: Personality = { ...N_2_1_17, name: 'N 2.0.2' };
export const N_1_3_21: Personality = { ...N_2_1_17, name: 'N 1.3.21' };

/** BK7231N, TuyaOS 3.3.x: the capabilities of old (authorization §0.1.12) on the newer format; the rest is inferred. */
export const TUYAOS_3_3: Personality = { ...N_2_1_17, name: 'TuyaOS 3.3', storage: N_LAYOUT };
