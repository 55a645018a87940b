import { KilnError } from '../../../../../shared/errors/kiln-error.js';

/** Nobody is there who could give or refuse a license: the line is cut, or what answers is no PMS, or one without its books. */
const NOBODY = new Set<string>([
  'PMS_UNREACHABLE',
  'PMS_UNTRUSTED',
  'PMS_FOREIGN',
  'STORE_BUSY',
  'STORE_UNREACHABLE',
]);

/** True where a server that would decide was not reached. One that says no is there. */
export function isAway(thrown: unknown): boolean {
  return thrown instanceof KilnError && NOBODY.has(thrown.code);
}

/** Of a connection that never came about: the server cannot have heard a word. */
const NOT_CONNECTED = new Set<unknown>([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** True where it is certain that the server did not hear the request. */
export function wasUnheard(thrown: unknown): boolean {
  return (
    thrown instanceof KilnError &&
    thrown.code === 'PMS_UNREACHABLE' &&
    NOT_CONNECTED.has(thrown.data['detail'])
  );
}

/** True where the server heard the request and did nothing. */
export function wasRefused(thrown: unknown): boolean {
  return thrown instanceof KilnError && !isAway(thrown) && thrown.code !== 'INTERNAL';
}

/** What is known of the line to the server, from whatever was asked last. */
export class Link {
  #state: 'unknown' | 'there' | 'away' = 'unknown';

  get connected(): boolean {
    return this.#state === 'there';
  }

  /** Known to be away: whoever asks it now waits in vain. */
  get away(): boolean {
    return this.#state === 'away';
  }

  /** @returns true where it came back just now, or is there for the first time */
  heard(answered: boolean): boolean {
    const came = answered && this.#state !== 'there';
    this.#state = answered ? 'there' : 'away';
    return came;
  }
}
