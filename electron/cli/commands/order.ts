import { resolve } from 'node:path';

import { DELIVERY_MODES, type DeliveryMode, type Order } from '../../../shared/contract/pms/orders.js';
import type { PmsAsk } from '../../../shared/contract/pms/operations.js';
import { LICENSE_KINDS } from '../../../shared/domain/license.js';
import { KilnError } from '../../../shared/errors/kiln-error.js';
import type { CommonOptions, Environment } from '../environment.js';
import { dayOf } from '../moments.js';
import { atDesk, formatOf, isZip, ME, save, type Door } from './desk.js';
import { parseRssi } from './token.js';
import { usage } from '../usage.js';

/** What may be ordered; nothing of it goes with the code of an order that exists. */
export interface NewOrderOptions {
  readonly product?: string;
  readonly quantity?: string;
  readonly free?: boolean;
  readonly mode?: string;
  readonly identifier?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly development?: boolean;
  readonly country?: string;
  readonly rssi?: string;
  readonly gpio?: boolean;
  readonly effective?: string;
  readonly expires?: string;
  readonly macs?: string;
  readonly lowWater?: string;
}

export interface OrderOptions extends CommonOptions, NewOrderOptions {
  readonly out?: string;
}

/** @throws KilnError USAGE */
function whole(option: string, text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw usage(`${option} ${text}: a whole number`);
  return Number(text);
}

/** @throws KilnError USAGE */
function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw usage(`${option} ${text}: ${known.join(', ')}`);
  return found;
}

/** `d81f12000001..d81f120000ff`; what is a range is the desk's to say. @throws KilnError USAGE */
function macsOf(text: string): { readonly from: string; readonly to: string } {
  const [from, to, ...more] = text.split('..').map((mac) => mac.trim());
  if (!from || !to || more.length > 0) throw usage(`--macs ${text}: FIRST..LAST`);
  return { from, to };
}

/** The version of a product that was named, where the desk has it. @throws KilnError DESK_UNKNOWN */
async function versionOf(door: Door, productId: string, options: NewOrderOptions): Promise<string | null> {
  const { identifier, version } = options;
  if (identifier === undefined && version === undefined) return null;
  const { items } = await door.perform('firmware.list', { productId }, ME);
  const found = items
    .filter((firmware) => identifier === undefined || firmware.identifier === identifier)
    .flatMap(({ versions }) => versions)
    .filter((one) => version === undefined || one.version === version);
  return found.find(({ enabled }) => enabled)?.id ?? found[0]?.id ?? null;
}

async function askedOf(door: Door, options: NewOrderOptions): Promise<PmsAsk<'order.create'>> {
  const { product, identifier, version, country, rssi, macs, lowWater } = options;
  if (product === undefined) throw usage('the code of an order, or --product with what is ordered');
  if (options.free !== true && options.quantity === undefined) throw usage('--quantity, or --free');
  const mode: DeliveryMode = oneOf('--mode', options.mode ?? 'credential', DELIVERY_MODES);
  const versionId = await versionOf(door, product, options);
  if (versionId === null && mode === 'credential' && (identifier ?? version) !== undefined) {
    const id = [identifier, version].filter((part) => part !== undefined).join(' ');
    throw new KilnError('DESK_UNKNOWN', { what: 'version', id });
  }
  const named = versionId === null ? { identifier, version } : { versionId };
  const { effective, expires } = options;
  return {
    productId: product,
    mode,
    ...(options.free === true ? {} : { quantity: whole('--quantity', options.quantity ?? '') }),
    free: options.free === true,
    development: options.development === true,
    licenseKind: oneOf('--kind', options.kind ?? 'tuyaos', LICENSE_KINDS),
    ...named,
    country: country ?? null,
    tests: { rssi: rssi === undefined ? null : parseRssi(rssi), gpio: options.gpio === true },
    macRule: macs === undefined ? null : macsOf(macs),
    effectiveAt: effective === undefined ? null : dayOf('--effective', effective, 'begin').toISOString(),
    expiresAt: expires === undefined ? null : dayOf('--expires', expires, 'end').toISOString(),
    ...(lowWater === undefined ? {} : { lowWater: whole('--low-water', lowWater) }),
  };
}

/** A file for what an order delivers: a zip its credential, else its license list. */
function deliveryOf(code: string, out: string) {
  return isZip(out)
    ? ({ stream: 'order.download', request: { code }, out } as const)
    : ({ stream: 'order.list', request: { code, format: formatOf(out) }, out } as const);
}

/** What does not fit is said before anything is ordered. @throws KilnError USAGE */
function refuseFile(mode: string | undefined, out: string): void {
  if ((mode === 'license-list') === isZip(out)) {
    throw usage(`--out ${resolve(out)}: a .zip for a credential, .csv or .xlsx for a license list`);
  }
}

/** `kiln pms order`: places an order, and with `--out` fetches what it delivers; with a code that alone. */
export function pmsOrderCommand(
  code: string | undefined,
  options: OrderOptions,
  environment: Environment,
): Promise<number> {
  const { out } = options;
  return atDesk(options, environment, async (door, output) => {
    if (code !== undefined) {
      if (options.product !== undefined) throw usage('the code of an order, or --product: not both');
      if (out === undefined) throw usage('--out: the file to write');
      return save(door, output, deliveryOf(code, out));
    }
    const asked = await askedOf(door, options);
    if (out !== undefined) refuseFile(options.mode, out);
    const order: Order = await door.perform('order.create', asked, ME);
    const { quantity, productName, token } = order;
    const lines = [output.say('cli.ordered', { code: order.code, count: quantity, product: productName })];
    if (token !== null) lines.push(output.say('cli.orderedToken', { token, code: order.code }));
    if (order.development) lines.push(output.say('cli.development'));
    output.result({ event: 'order', ...order }, lines);
    if (out !== undefined) await save(door, output, deliveryOf(order.code, out));
  });
}
