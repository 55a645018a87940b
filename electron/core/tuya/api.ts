import type { LicenseKind } from '../../../shared/domain/license.js';
import type { Transport } from '../serial/transport.js';
import type { TestContext } from './context.js';

export type { EntryVerdict } from '../../../shared/domain/entry.js';
export type { TestContext } from './context.js';
export type { OpenCli, OpenCliOptions, OpenLicense } from './open-cli/api.js';

/** What came over the line instead of the enter reply (authorization §1.5, §0.1.10). */
export type SeenInstead = 'nothing' | 'echo' | 'heartbeat' | 'product-query' | 'garbage';

export interface EnterOptions extends TestContext {
  /** How long to stream enter frames. @default 30000 */
  readonly enterMs?: number;
  /** Called about once a second while nothing answers. `deadline` in clock.now() terms. */
  readonly onWaiting?: (waiting: { readonly deadline: number; readonly seen: SeenInstead }) => void;
  /**
   * The module's log, where UART2 is wired as well: opened by the caller, who also closes it. Set to 115200 here.
   * Its line of a locked module ends the attempt at once, with verdict `locked` (authorization §1.5).
   */
  readonly log?: Transport;
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
  /** A TuyaOpen license is refused: it does not work here (authorization §2). @default 'tuyaos' */
  readonly kind?: LicenseKind;
  readonly uuid: string;
  readonly authkey: string;
  readonly pskKey: string;
  /** @default 'SmartLife' */
  readonly apSsid?: string;
  /**
   * Left out: carried over from what `readLicense` last found here, where it found one (authorization §0.1.5).
   * Null: written without, and a note says so where one is lost.
   */
  readonly facPin?: string | null;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
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
  /** 07, checked on the host first. @throws LICENSE_INVALID, LICENSE_KIND before anything is sent, LICENSE_REFUSED, TEST_NO_REPLY */
  writeLicense(license: LicenseToWrite): Promise<void>;
  /** 13; '' where none was ever set (authorization §0.1.1). */
  readCountry(): Promise<string>;
  /** 12, then 13 to prove it. @throws COUNTRY_MISMATCH */
  writeCountry(country: string): Promise<void>;
  /** 0B, 0C, 0D. @throws USER_CONFIG_REFUSED */
  writeUserConfig(config: Uint8Array): Promise<void>;
  /** 03; dBm. @throws RSSI_NO_AP {ssid} where the module did not hear it, RSSI_TOO_LOW where it says false to what it heard */
  rssi(ssid: string): Promise<number>;
  /**
   * 02. `map`: the pins to test, for applications that want them from the host (bit 4 of the first capability,
   * authorization §1.4); its form is the application's own, so it is sent as it is. @throws GPIO_FAILED {detail, pins}
   */
  gpio(map?: JsonObject): Promise<void>;
  /** 0A: answers one raw byte, then reboots. */
  reset(): Promise<void>;
}
