import type { Clock } from '../time/clock.js';

/** What came over the line instead of the enter reply (authorization §1.5, §0.1.10). */
export type SeenInstead = 'nothing' | 'echo' | 'heartbeat' | 'product-query' | 'garbage';

export interface TestContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For the log: a key of words.log and what it interpolates. */
  readonly onNote?: (note: {
    readonly level: 'info' | 'warning';
    readonly key: string;
    readonly data: Readonly<Record<string, string | number>>;
  }) => void;
}

export interface EnterOptions extends TestContext {
  /** How long to stream enter frames. @default 30000 */
  readonly enterMs?: number;
  /** Called about once a second while nothing answers. `deadline` in clock.now() terms. */
  readonly onWaiting?: (waiting: { readonly deadline: number; readonly seen: SeenInstead }) => void;
}

export interface Fingerprint {
  readonly name: string;
  readonly version: string;
}

/** What command 08 returns, in wire order of meaning; absent fields are null (authorization §1.8). */
export interface BoardLicense {
  readonly uuid: string;
  readonly authkey: string;
  readonly pskKey: string | null;
  readonly apSsid: string | null;
  readonly apPassword: string | null;
  readonly prodTest: boolean;
  readonly facPin: string | null;
}

/** What command 07 sends (authorization §1.7). Never null for pskKey: '' where the list has none. */
export interface LicenseToWrite {
  readonly uuid: string;
  readonly authkey: string;
  readonly pskKey: string;
  /** @default 'SmartLife' */
  readonly apSsid?: string;
  /** Carried over from the board where known (authorization §0.1.5). */
  readonly facPin?: string | null;
}

/** A module inside its production test. Every call has its own deadline and idempotent retries (authorization §1.2). */
export interface ProductionTest {
  /** The two bytes of the enter reply (authorization §1.4), for the record only. */
  readonly capabilities: readonly [number, number];
  /** 06. @throws FINGERPRINT_UNREADABLE */
  fingerprint(): Promise<Fingerprint>;
  /** 09, Kiln's form; only the format is checked here. @throws TEST_NO_REPLY, MAC_INVALID */
  readMac(): Promise<string>;
  /** 01. @throws TEST_NO_REPLY */
  writeMac(mac: string): Promise<void>;
  /** 08; null where the board holds none. @throws TEST_NO_REPLY */
  readLicense(): Promise<BoardLicense | null>;
  /** 07, checked on the host first. @throws LICENSE_INVALID before anything is sent, LICENSE_REFUSED, TEST_NO_REPLY */
  writeLicense(license: LicenseToWrite): Promise<void>;
  /** 13; '' where none was ever set (authorization §0.1.1). */
  readCountry(): Promise<string>;
  /** 12, then 13 to prove it. @throws COUNTRY_MISMATCH */
  writeCountry(country: string): Promise<void>;
  /** 0B, 0C, 0D. @throws USER_CONFIG_REFUSED */
  writeUserConfig(config: Uint8Array): Promise<void>;
  /** 03; dBm. @throws RSSI_TOO_LOW where the module says false */
  rssi(ssid: string): Promise<number>;
  /** 02. @throws GPIO_FAILED */
  gpio(): Promise<void>;
  /** 0A: answers one raw byte, then reboots. */
  reset(): Promise<void>;
}
