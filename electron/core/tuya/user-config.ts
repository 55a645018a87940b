import { crc32 } from 'node:zlib';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import { TRIES } from './commands.js';
import { encodeRequest, parseReply } from './reply.js';
import type { TestLink, Verb } from './test-link.js';

/** A frame's length field; the page knows no way to send it in parts. */
const CONFIG_MAX = 0xffff;
const NAMES = { userConfigStart: 'start', userConfigData: 'data', userConfigFinish: 'finish' } as const;

/**
 * Sends the user configuration: 0B with length and CRC, 0C with the bytes, 0D to check and store. A lost reply to
 * 0C does not tell whether the bytes arrived, so the whole is repeated, never one step.
 * @throws KilnError USER_CONFIG_REFUSED {step: start, data, finish or length}, TEST_NO_REPLY
 */
export async function sendUserConfig(link: TestLink, config: Uint8Array): Promise<void> {
  if (config.length === 0 || config.length > CONFIG_MAX)
    throw new KilnError('USER_CONFIG_REFUSED', { step: 'length' });
  for (let attempt = 1; ; attempt += 1) {
    try {
      // As a signed number: the unsigned one is taken at 0B and fails at 0D (authorization §1.3).
      await step(link, 'userConfigStart', encodeRequest({ crc32: crc32(config) | 0, len: config.length }));
      await step(link, 'userConfigData', config);
      await step(link, 'userConfigFinish');
      return;
    } catch (error) {
      const silent = error instanceof KilnError && error.code === 'TEST_NO_REPLY';
      if (!silent || attempt === TRIES) throw error;
    }
  }
}

async function step(link: TestLink, verb: Verb & keyof typeof NAMES, data?: Uint8Array): Promise<void> {
  if (!parseReply(await link.request(verb, data, 1)).ok)
    throw new KilnError('USER_CONFIG_REFUSED', { step: NAMES[verb] });
}
