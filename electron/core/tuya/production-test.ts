import { macProblem, parseMac } from '../../../shared/domain/mac.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { BoardLicense, Fingerprint, LicenseToWrite, ProductionTest, TestContext } from './api.js';
import { COMMAND, commandHex } from './commands.js';
import { isCountry } from '../../../shared/domain/country.js';
import type { Capabilities } from './entry-watch.js';
import { decodeLicense, encodeLicense } from './license-wire.js';
import { encodeRequest, parseReply, textField, type Reply } from './reply.js';
import type { TestLink, Verb } from './test-link.js';
import { sendUserConfig } from './user-config.js';

/** As much of a reply as an error may quote. */
const QUOTE = 200;

/** The verbs over a link, one a command (authorization §1.3). */
export class ModuleInTest implements ProductionTest {
  readonly #link: TestLink;
  readonly #context: TestContext;
  readonly capabilities: Capabilities;

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

  /** @throws also MAC_INVALID {mac, problem} before anything is sent, or with problem 'refused' where the module says false */
  async writeMac(mac: string): Promise<void> {
    const problem = macProblem(mac);
    if (problem !== null) throw new KilnError('MAC_INVALID', { mac, problem });
    const reply = await this.#ask('writeMac', encodeRequest({ mac: parseMac(mac) ?? mac }));
    if (!reply.ok) throw new KilnError('MAC_INVALID', { mac, problem: 'refused' });
  }

  async readLicense(): Promise<BoardLicense | null> {
    const license = decodeLicense(await this.#ask('readConfig'));
    if (license === 'malformed') throw noReply('readConfig');
    return license;
  }

  async writeLicense(license: LicenseToWrite): Promise<void> {
    const data = encodeLicense(license);
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
    const { rssi } = reply.fields;
    if (reply.ok && typeof rssi === 'number') return rssi;
    // Its own limit is not told; the value only sometimes.
    throw new KilnError('RSSI_TOO_LOW', { ssid, rssi: typeof rssi === 'number' ? rssi : '?', min: '?' });
  }

  async gpio(): Promise<void> {
    const reply = await this.#ask('gpio');
    if (reply.ok) return;
    // Newer modules name the pins, in a form that is not public (authorization §1.3): quoted as it came.
    const rest = Object.entries(reply.fields).filter(([name]) => name !== 'ret');
    const detail = rest.length > 0 ? JSON.stringify(Object.fromEntries(rest)).slice(0, QUOTE) : '?';
    throw new KilnError('GPIO_FAILED', { detail });
  }

  async reset(): Promise<void> {
    await this.#link.request('reset');
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

/** An answer that cannot be read is no answer. */
function noReply(verb: Verb): KilnError {
  return new KilnError('TEST_NO_REPLY', { command: commandHex(COMMAND[verb]), malformed: true });
}
