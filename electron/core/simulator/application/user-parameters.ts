import { crc32 } from '../codec/crc32.js';
import type { JsonObject } from './json.js';
import type { Settings } from './settings.js';

const KEY = 'user_param_key';

/** 0B announces, 0C carries, 0D checks and stores (authorization §1.3). */
export class UserParameters {
  readonly #settings: Settings;
  #announced: { readonly crc: unknown; readonly length: number } | null = null;
  #received: Buffer = Buffer.alloc(0);

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** @returns null where the request says nothing usable: the module stays silent (authorization §1.2) */
  start(request: JsonObject | null): JsonObject | null {
    if (!request || typeof request.len !== 'number' || request.crc32 === undefined) return null;
    this.#announced = { crc: request.crc32, length: request.len };
    this.#received = Buffer.alloc(0);
    return { ret: true };
  }

  data(bytes: Uint8Array): JsonObject {
    if (!this.#announced) return { ret: false };
    this.#received = Buffer.concat([this.#received, bytes]);
    return { ret: true };
  }

  /** The announced CRC counts as a signed 32-bit number only (authorization §1.3). */
  finish(): JsonObject {
    const announced = this.#announced;
    this.#announced = null;
    if (!announced || this.#received.length !== announced.length) return { ret: false };
    if (announced.crc !== (crc32(this.#received) | 0)) return { ret: false };
    return { ret: this.#settings.set(KEY, this.#received.toString('utf8')) };
  }
}
