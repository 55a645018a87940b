import type { Silicon } from '../board/silicon.js';
import { readDescriptor, type Fingerprint } from '../image/descriptor.js';
import { RF_SECTOR } from '../image/map.js';
import { readMac, rfSectorWith } from '../image/rf.js';
import type { AppFlash } from './app-flash.js';
import { readCountry, writeCountry } from './country.js';
import type { FaultMemory } from './faults.js';
import { gpioReply } from './gpio.js';
import { jsonReply, parseObject, type JsonObject } from './json.js';
import { readLicense, writeLicense } from './license.js';
import type { Personality } from './personality.js';
import type { Settings } from './settings.js';
import { UserParameters } from './user-parameters.js';

export interface TestBench {
  readonly personality: Personality;
  /** For images that carry no name of their own. */
  readonly fingerprint: Fingerprint | null;
  /** dBm by SSID; null: every SSID is heard. */
  readonly accessPoints: Readonly<Record<string, number>> | null;
  /** dBm of an SSID that `accessPoints` does not decide. */
  readonly rssi: number;
  readonly gpioOk: boolean;
  /** Pins that are shorted: 02 fails, on firmware that takes a list where the list has one of them. */
  readonly gpioShorts: readonly number[];
  readonly memory: FaultMemory;
}

/** The commands of the production test (authorization §1.3), without framing. */
export class TestCommands {
  readonly #silicon: Silicon;
  readonly #bench: TestBench;
  readonly #settings: Settings;
  readonly #flash: AppFlash;
  readonly #userParameters: UserParameters;

  constructor(silicon: Silicon, parts: { bench: TestBench; settings: Settings; flash: AppFlash }) {
    this.#silicon = silicon;
    this.#bench = parts.bench;
    this.#settings = parts.settings;
    this.#flash = parts.flash;
    this.#userParameters = new UserParameters(parts.settings);
  }

  /** The reply's data; null: the module says nothing. */
  run(command: number, data: Uint8Array): Uint8Array | null {
    if (command === 0x00) return Uint8Array.from(this.#bench.personality.capabilities);
    if (command === 0x0a) return Uint8Array.of(0x00);
    if (command === 0xf0) return productTestReply(data);
    const reply = this.#json(command, data);
    return reply ? jsonReply(reply) : null;
  }

  #json(command: number, data: Uint8Array): JsonObject | null {
    const { personality, memory } = this.#bench;
    const fault = memory.faults.licenseWrite;
    const context = { settings: this.#settings, personality, random: this.#silicon.random, fault };
    switch (command) {
      case 0x01:
        return this.#writeMac(parseObject(data));
      case 0x02:
        return gpioReply(data, this.#bench);
      case 0x03:
        return this.#rssi(parseObject(data));
      case 0x05:
        return personality.answers05 ? { ret: false } : null;
      case 0x06:
        return this.#fingerprint();
      case 0x07:
        return { ret: writeLicense(parseObject(data), context) };
      case 0x08:
        return readLicense(context);
      case 0x09: {
        const mac = readMac(this.#silicon.flash.cells, this.#silicon.chip);
        return { ret: true, mac, muid: mac };
      }
      case 0x0b:
        return this.#userParameters.start(parseObject(data));
      case 0x0c:
        return this.#userParameters.data(data);
      case 0x0d:
        return this.#userParameters.finish();
      case 0x0e:
        return this.#startUpgrade(parseObject(data));
      case 0x12:
        if (memory.faults.country === 'ignored') return { ret: true };
        return writeCountry(parseObject(data), personality, this.#settings);
      case 0x13:
        return readCountry(personality, this.#settings);
      case 0x19:
        return { ret: true };
      default:
        return null;
    }
  }

  #writeMac(request: JsonObject | null): JsonObject | null {
    if (!request) return null;
    const { mac } = request;
    if (typeof mac !== 'string' || !/^[0-9a-fA-F]{12}$/.test(mac)) return { ret: false };
    const at = RF_SECTOR[this.#silicon.chip];
    this.#flash.writeSector(at, rfSectorWith(this.#flash.readSector(at), mac));
    return { ret: true };
  }

  /** The rate changes at once; what is said there is unknown, so the board says nothing (authorization §1.3, §9). */
  #startUpgrade(request: JsonObject | null): null {
    if (typeof request?.baud === 'number' && request.baud > 0) this.#silicon.uart.setRate(request.baud);
    return null;
  }

  #rssi(request: JsonObject | null): JsonObject | null {
    if (!request) return null;
    const { ssid } = request;
    if (typeof ssid !== 'string') return { ret: false };
    const { accessPoints } = this.#bench;
    if (!accessPoints) return { ret: true, rssi: this.#bench.rssi };
    const rssi = Object.hasOwn(accessPoints, ssid) ? accessPoints[ssid] : undefined;
    return rssi === undefined ? { ret: false } : { ret: true, rssi };
  }

  #fingerprint(): JsonObject | null {
    const wrong = this.#bench.memory.faults.fingerprint;
    if (wrong === 'silent') return null;
    if (wrong === 'none') return { ret: false };
    const fingerprint = wrong ?? readDescriptor(this.#silicon.flash.cells) ?? this.#bench.fingerprint;
    if (fingerprint) return { ret: true, firmName: fingerprint.name, firmVer: fingerprint.version };
    this.#silicon.note('application', 'no fingerprint: the image carries none and the bench gave none');
    return { ret: false };
  }
}

/**
 * F0, the envelope of an application's own tests: none here, and the reply to an unknown one is no valid JSON
 * (authorization §1.3). Null where the envelope itself is cut off.
 */
function productTestReply(data: Uint8Array): Uint8Array | null {
  const [type, high, low] = data;
  if (type === undefined || high === undefined || low === undefined) return null;
  const text = `{"ret":false,"cmd":0x${((high << 8) | low).toString(16)}}\0`;
  return Uint8Array.from([type, high, low, ...Buffer.from(text)]);
}
