import { KilnError } from '../../../../shared/errors/kiln-error.js';

/** Where the columns of a list stand, counted from 0; -1 for what a list does not have. */
export interface ListColumns {
  readonly uuid: number;
  readonly authkey: number;
  readonly pskKey: number;
  /** Marks of another tool, -1 where there are none. */
  readonly status: number;
}

/** Headers seen in lists (authorization §3), the surest first; compared without case, spaces, `_` and `-`. */
const NAMES = {
  uuid: ['uuid', '设备uuid', '设备标识', '唯一标识'],
  authkey: ['authkey', 'auzkey', 'accesskey', '授权密钥', '密钥', '授权码', 'key'],
  pskKey: ['pskkey', 'psk', 'psk密钥'],
  status: ['status', '状态'],
} as const;

function plain(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

/** A header as it may be shown: without one, row 1 is a license, and that must not get into a message. */
function showable(cell: string): string {
  return cell.length > 24 || /\d/.test(cell) ? '…' : cell;
}

/** @throws KilnError LIST_COLUMNS */
export function findColumns(header: readonly string[]): ListColumns {
  const cells = header.map(plain);
  const find = (names: readonly string[]): number => {
    const name = names.find((candidate) => cells.includes(candidate));
    return name === undefined ? -1 : cells.indexOf(name);
  };
  const columns = {
    uuid: find(NAMES.uuid),
    authkey: find(NAMES.authkey),
    pskKey: find(NAMES.pskKey),
    status: find(NAMES.status),
  };
  const missing = [...(columns.uuid < 0 ? ['UUID'] : []), ...(columns.authkey < 0 ? ['AUTHKEY'] : [])];
  if (missing.length > 0) {
    const found = header.slice(0, 20).map(showable).join(', ');
    throw new KilnError('LIST_COLUMNS', { missing: missing.join(', '), found });
  }
  return columns;
}
