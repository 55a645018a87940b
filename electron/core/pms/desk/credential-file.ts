import { strToU8, zipSync } from 'fflate';

import type { Order } from '../../../../shared/contract/pms/orders.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { iso, rulesOf, type TokenRow } from '../ledger/token-rows.js';

interface Credential {
  readonly order: Order;
  /** In groups of four. */
  readonly token: string;
  readonly row: TokenRow;
}

/** What the token asks of its boards and when it is good: only what was ordered with it. */
function termLines(row: TokenRow): [string, string][] {
  const { country, rssi, gpio } = rulesOf(row);
  const { mac_from: from, mac_to: to, effective_at, expires_at } = row;
  const lines: [string, string | null][] = [
    ['Effective at', effective_at === null ? null : iso(effective_at)],
    ['Expires at', expires_at === null ? null : iso(expires_at)],
    ['Country', country],
    ['RSSI test', rssi === null ? null : `${rssi.ssid}, at least ${rssi.min} dBm`],
    ['GPIO test', gpio ? 'yes' : null],
    ['MAC range', from === null || to === null ? null : `${formatMac(from)} to ${formatMac(to)}`],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== null);
}

/**
 * Token_information.txt: `label: value` lines, CRLF, UTF-8. Tuya's own layout is not public (authorization §3); this is
 * Kiln's, and docs/credential.md says what each line is.
 */
export function credentialText({ order, token, row }: Credential): string {
  const lines: [string, string][] = [
    ['Token', token],
    ['Amount', String(order.quantity)],
    ['Order code', order.code],
    ['Product', order.productName],
    ['Product ID', order.productId],
    ['Delivery mode', order.mode === 'credential' ? 'Credential' : 'Credential (Authorization Only)'],
    ['Firmware identifier', order.firmware.identifier],
    ['Firmware version', order.firmware.version],
    ['License kind', order.licenseKind],
    ['Licenses', order.development ? 'development: good for virtual boards only' : 'production'],
    ['Ordered at', order.createdAt],
    ...termLines(row),
  ];
  return lines.map(([label, value]) => `${label}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('');
}

/** The download of an order (seed, Get credential, step 5). The same order makes the same bytes. */
export function credentialZip(credential: Credential): Uint8Array {
  const text = strToU8(credentialText(credential));
  return zipSync({ 'Token_information.txt': [text, { mtime: new Date(credential.order.createdAt) }] });
}
