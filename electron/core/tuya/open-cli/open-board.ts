import { licenseProblem, maskSecret, type LicenseKind } from '../../../../shared/domain/license.js';
import { macProblem, parseMac } from '../../../../shared/domain/mac.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import type { TestContext } from '../api.js';
import type { OpenCli, OpenLicense, OtpOverride } from './api.js';
import type { CliLink } from './cli-link.js';
import { readAnything, readLicenseReply, readMacReply, readVersionReply, readWriteReply } from './replies.js';

/** Authorization §2. */
const MAC_TRIES = 10;
const WRITE_TRIES = 10;
const WRITE_PAUSE_MS = 800;
const OTP_MS = 60_000;
/** The page names no pause: a board that is still starting needs a moment. */
const MAC_PAUSE_MS = 500;

const same = (one: OpenLicense | null, other: OpenLicense): boolean =>
  one?.uuid === other.uuid && one.authkey === other.authkey;

/** The verbs over a command line (authorization §2). */
export class OpenBoard implements OpenCli {
  readonly generation: 'old' | 'new';
  readonly #link: CliLink;
  readonly #context: TestContext;

  constructor(link: CliLink, context: TestContext, generation: 'old' | 'new') {
    this.#link = link;
    this.#context = context;
    this.generation = generation;
  }

  version(): Promise<string | null> {
    return this.#link.ask({ line: 'sys_version', read: readVersionReply });
  }

  async readMac(): Promise<string> {
    const line = 'read_mac';
    const said = await this.#link.ask({ line, read: readMacReply, tries: MAC_TRIES, pauseMs: MAC_PAUSE_MS });
    const [mac, problem] = [parseMac(said), macProblem(said)];
    if (mac === null || problem !== null)
      throw new KilnError('MAC_INVALID', { mac: said, problem: problem ?? 'format' });
    return mac;
  }

  readLicense(): Promise<OpenLicense | null> {
    return this.#link.ask({ line: 'auth-read', read: readLicenseReply });
  }

  async writeLicense(
    license: OpenLicense,
    { kind = 'tuyaopen', overwrite = false }: { kind?: LicenseKind; overwrite?: boolean } = {},
  ): Promise<'written' | 'already'> {
    check(license, kind);
    const held = await this.readLicense();
    if (same(held, license)) {
      const data = { uuid: maskSecret(license.uuid) };
      this.#context.onNote?.({ level: 'info', key: 'open.license-kept', data });
      return 'already';
    }
    if (held !== null && !overwrite) throw otherLicense(held);
    await this.#write(license);
    this.#prove(license, await this.readLicense());
    return 'written';
  }

  async clearLicense(): Promise<void> {
    await this.#link.ask({ line: 'auth-reset', read: readAnything });
    if ((await this.readLicense()) !== null) throw new KilnError('LICENSE_NOT_CLEARED');
  }

  readOtp(): Promise<OpenLicense | null> {
    return this.#link.ask({ line: 'auth-read 1', read: readLicenseReply });
  }

  async writeOtp(license: OpenLicense, { reason }: OtpOverride): Promise<'written' | 'already'> {
    if (reason.trim() === '') throw new KilnError('OTP_NOT_ASKED');
    check(license, 'tuyaopen');
    const held = await this.readOtp();
    if (held !== null && !same(held, license)) throw otherLicense(held);
    // Firmware without one-time memory ignores the argument and reads out the other storage: that proves nothing.
    if (held !== null && !same(await this.readLicense(), license)) return 'already';
    this.#context.onNote?.({ level: 'warning', key: 'open.otp', data: { reason } });
    const line = `auth ${license.uuid} ${license.authkey} 1`;
    // Once only: what it did not confirm is read, never written again.
    const said = await this.#link.ask({ line, read: readWriteReply, tries: 1, timeoutMs: OTP_MS });
    if (said !== 'written-otp') throw new KilnError('LICENSE_REFUSED', { problem: said });
    this.#prove(license, await this.readOtp());
    return 'written';
  }

  async #write({ uuid, authkey }: OpenLicense): Promise<void> {
    const said = await this.#link.ask({
      line: `auth ${uuid} ${authkey}`,
      read: readWriteReply,
      // A lost byte shows as a wrong length or as usage.
      again: (reply) => reply !== 'written',
      tries: WRITE_TRIES,
      pauseMs: WRITE_PAUSE_MS,
    });
    if (said !== 'written') throw new KilnError('LICENSE_REFUSED', { problem: said });
  }

  #prove(written: OpenLicense, read: OpenLicense | null): void {
    if (same(read, written)) return;
    throw new KilnError('LICENSE_READBACK', { field: read?.uuid === written.uuid ? 'authkey' : 'uuid' });
  }
}

function check({ uuid, authkey }: OpenLicense, kind: LicenseKind): void {
  if (kind !== 'tuyaopen') throw new KilnError('LICENSE_KIND', { kind, wanted: 'tuyaopen' });
  const problem = licenseProblem({ uuid, authkey, pskKey: '' }, 'tuyaopen');
  if (problem !== null) throw new KilnError('LICENSE_INVALID', { problem });
}

/** Whether it may be overwritten is for the caller's policy (authorization §2). */
function otherLicense({ uuid }: OpenLicense): KilnError {
  return new KilnError('BOARD_HAS_OTHER_LICENSE', { uuid: maskSecret(uuid) });
}
