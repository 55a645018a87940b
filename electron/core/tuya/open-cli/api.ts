import type { TestContext } from '../context.js';

/** What `auth` takes: a license of kind `tuyaopen` (authorization §2, §3). */
export interface OpenLicense {
  /** `uuid` and 16 hex digits. */
  readonly uuid: string;
  /** 32 characters. A secret: shown masked, never logged. */
  readonly authkey: string;
}

export interface OpenCliOptions extends TestContext {
  /** Pulse RTS first, on adapters that have it on the reset line; then 3 s are left for the boot. @default false */
  readonly reset?: boolean;
  /** How long to ask for the prompt once the boot is quiet. @default 6000 */
  readonly promptMs?: number;
}

/** Needed for what cannot be taken back; said in the log. */
export interface OtpOverride {
  /** Why, in the words of who decided it. Not empty. */
  readonly reason: string;
}

/**
 * The command line of TuyaOpen firmware (authorization §2). Every command has its own deadline and tries.
 * All of them throw OPEN_CLI_NO_REPLY {command, tries} and PORT_LOST.
 */
export interface OpenCli {
  /** By its answer to `sys_log_enable off`. */
  readonly generation: 'old' | 'new';
  /** `sys_version`; null where the firmware has no such command. */
  version(): Promise<string | null>;
  /** `read_mac`, Kiln's form. @throws MAC_INVALID {mac, problem} at once for the factory default and other non-addresses */
  readMac(): Promise<string>;
  /** `auth-read`; null where there is none, or the placeholder. What cannot be read never passes for none. */
  readLicense(): Promise<OpenLicense | null>;
  /**
   * `auth`, up to ten times, then `auth-read` to prove it. A board that holds this very license is not written.
   * `kind`: of the license, so that the other kind is refused (it does not work here). @default 'tuyaopen'
   * @throws LICENSE_KIND, LICENSE_INVALID before anything is sent; BOARD_HAS_OTHER_LICENSE {uuid: masked} unless
   * `overwrite`; LICENSE_REFUSED, LICENSE_READBACK
   */
  writeLicense(
    license: OpenLicense,
    options?: { readonly kind?: 'tuyaos' | 'tuyaopen'; readonly overwrite?: boolean },
  ): Promise<'written' | 'already'>;
  /** `auth-reset`, proven by `auth-read`. @throws LICENSE_NOT_CLEARED */
  clearLicense(): Promise<void>;
  /** `auth-read 1`: what stands in one-time memory (T5AI only). */
  readOtp(): Promise<OpenLicense | null>;
  /**
   * `auth … 1`: into one-time memory, for good. Tried once, up to 60 s, then read back.
   * @throws OTP_NOT_ASKED without a reason; BOARD_HAS_OTHER_LICENSE where it holds another; LICENSE_REFUSED, LICENSE_READBACK
   */
  writeOtp(license: OpenLicense, override: OtpOverride): Promise<'written' | 'already'>;
}
