import { macProblem, parseMac } from '../../../shared/domain/mac.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type {
  BoardLicense,
  Fingerprint,
  JsonObject,
  LicenseToWrite,
  ProductionTest,
  TestContext,
} from './api.js';
import { COMMAND, commandHex } from './commands.js';
import { isCountry } from '../../../shared/domain/country.js';
import type { Capabilities } from './entry-watch.js';
import { gpioFailure } from './gpio-reply.js';
import { decodeLicense, encodeLicense } from './license-wire.js';
import { encodeRequest, parseReply, textField, type Reply } from './reply.js';
import type { TestLink, Verb } from './test-link.js';
import { sendUserConfig } from './user-config.js';

/** First capability byte: the application wants the pins to test from the host (authorization §1.4). */
const WANTS_PIN_MAP = 1 << 4;

/** The verbs over a link, one a command (authorization §1.3). */
export class ModuleInTest implements ProductionTest {
  readonly #link: TestLink;
  readonly #context: TestContext;
  readonly capabilities: Capabilities;
  /** The factory PIN that 08 last told; null: none. */
  #facPin: string | null = null;

  constructor(link: TestLink, context: TestContext, capabilities: Capabilities) {
    this.#link = link;
    this.#context = context;
    this.capabilities = capabilities;
  }

  async fingerprint(): Promise<Fingerprint> {
    const reply = await this.#ask('fingerprint').catch((error: unknown) => {
      // To the operator a silent module and one without a fingerprint are the same (authorization §4.3).
      if (error instanceof KilnError && error.code === 'TEST_NO_REPLY') return null;
      throw error;
    });
    const name = reply?.ok ? textField(reply, 'firmName') : null;
    const version = reply?.ok ? textField(reply, 'firmVer') : null;
    if (!name || !version) throw new KilnError('FINGERPRINT_UNREADABLE', { answered: reply !== null });
    return { name, version };
  }

  async readMac(): Promise<string> {
    const reply = await this.#ask('readMac');
    const said = (reply.ok ? textField(reply, 'mac') : null) ?? '';
    const mac = parseMac(said);
    if (mac === null) throw new KilnError('MAC_INVALID', { mac: said, problem: 'format' });
    return mac;
  }

  /**
   * @throws also MAC_INVALID {mac, problem} before anything is sent, or with problem 'refused' where the module says
   * false, 'not-kept' where 09 tells another one afterwards
   */
  async writeMac(mac: string): Promise<void> {
    const problem = macProblem(mac);
    if (problem !== null) throw new KilnError('MAC_INVALID', { mac, problem });
    const reply = await this.#ask('writeMac', encodeRequest({ mac: parseMac(mac) ?? mac }));
    if (!reply.ok) throw new KilnError('MAC_INVALID', { mac, problem: 'refused' });
    if ((await this.readMac()) !== parseMac(mac))
      throw new KilnError('MAC_INVALID', { mac, problem: 'not-kept' });
  }

  async readLicense(): Promise<BoardLicense | null> {
    const license = decodeLicense(await this.#ask('readConfig'));
    if (license === 'malformed') throw noReply('readConfig');
    this.#facPin = license?.facPin || null;
    return license;
  }

  async writeLicense(license: LicenseToWrite): Promise<void> {
    // The write replaces everything: what is not sent again is gone (authorization §0.1.5).
    const facPin = license.facPin === undefined ? this.#facPin : license.facPin;
    const data = encodeLicense({ ...license, facPin });
    if (this.#facPin !== null && facPin === null)
      this.#context.onNote?.({ level: 'warning', key: 'test.fac-pin-lost', data: {} });
    const reply = await this.#ask('writeConfig', data);
    if (!reply.ok) throw new KilnError('LICENSE_REFUSED');
  }

  async readCountry(): Promise<string> {
    const reply = await this.#ask('readCountry');
    if (reply.malformed) throw noReply('readCountry');
    // False as well as '' mean that none was ever set (authorization §0.1.1).
    return (reply.ok ? textField(reply, 'country') : null) ?? '';
  }

  /** @throws also BAD_REQUEST {detail} before anything is sent, for what is no ISO 3166 alpha-2 code in upper case */
  async writeCountry(country: string): Promise<void> {
    if (!isCountry(country))
      throw new KilnError('BAD_REQUEST', { detail: `country ${JSON.stringify(country)}` });
    await this.#ask('writeCountry', encodeRequest({ country }));
    // The verdict is not to be trusted either way: read it back (authorization §0.1.3).
    const got = await this.readCountry();
    if (got !== country) throw new KilnError('COUNTRY_MISMATCH', { wanted: country, got });
  }

  async writeUserConfig(config: Uint8Array): Promise<void> {
    await sendUserConfig(this.#link, config);
  }

  async rssi(ssid: string): Promise<number> {
    const reply = await this.#ask('rssi', encodeRequest({ ssid }));
    const rssi = decibels(reply.fields['rssi']);
    if (reply.malformed || (reply.ok && rssi === null)) throw noReply('rssi');
    if (rssi === null) throw new KilnError('RSSI_NO_AP', { ssid });
    // The module's own limit is not told.
    if (!reply.ok) throw new KilnError('RSSI_TOO_LOW', { ssid, rssi, min: '?' });
    return rssi;
  }

  async gpio(map?: JsonObject): Promise<void> {
    if (map === undefined && (this.capabilities[0] & WANTS_PIN_MAP) !== 0)
      this.#context.onNote?.({ level: 'info', key: 'test.no-pin-map', data: {} });
    const reply = await this.#ask('gpio', map && encodeRequest(map));
    if (reply.malformed) throw noReply('gpio');
    if (!reply.ok) throw new KilnError('GPIO_FAILED', gpioFailure(reply.fields));
  }

  async reset(): Promise<void> {
    const [raw, ...more] = await this.#link.request('reset');
    // One raw byte 00, no JSON (authorization §1.3). Whatever else it says, it was heard.
    if (raw !== 0 || more.length > 0)
      this.#context.onNote?.({ level: 'warning', key: 'test.reset-odd', data: {} });
  }

  async #ask(verb: Verb, data?: Uint8Array): Promise<Reply> {
    const reply = parseReply(await this.#link.request(verb, data));
    if (reply.malformed) {
      this.#context.onNote?.({
        level: 'warning',
        key: 'test.malformed',
        data: { command: commandHex(COMMAND[verb]) },
      });
    }
    return reply;
  }
}

/** dBm, as a number or as its digits; null where there is none. Nothing is heard at 0 or above. */
function decibels(value: unknown): number | null {
  const number = typeof value === 'string' && /^-\d{1,3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number < 0 ? number : null;
}

/** An answer that cannot be read is no answer. */
function noReply(verb: Verb): KilnError {
  return new KilnError('TEST_NO_REPLY', { command: commandHex(COMMAND[verb]), malformed: true });
}
