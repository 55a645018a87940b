import { strToU8, zipSync } from 'fflate';

import type { Order } from '../../../../shared/contract/pms/orders.js';

interface Credential {
  readonly order: Order;
  /** In groups of four. */
  readonly token: string;
}

/**
 * Token_information.txt: `label: value` lines, CRLF, UTF-8. Tuya's own layout is not public (authorization §3); this is
 * Kiln's, and docs/credential.md says what each line is.
 */
export function credentialText({ order, token }: Credential): string {
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
  ];
  return lines.map(([label, value]) => `${label}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('');
}

/** The download of an order (seed, Get credential, step 5). The same order makes the same bytes. */
export function credentialZip(credential: Credential): Uint8Array {
  const text = strToU8(credentialText(credential));
  return zipSync({ 'Token_information.txt': [text, { mtime: new Date(credential.order.createdAt) }] });
}
