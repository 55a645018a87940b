import type { Command } from './command.js';
import { bytes, payload, raw, u32, u8, type Payload } from './fields.js';

const SECTOR_BYTES = 0x1000;
const none = payload({});

function short<Q, A>(
  command: Omit<Command<Q, A>, 'kind' | 'replyCode'> & { replyCode?: number },
): Command<Q, A> {
  return { replyCode: command.code, ...command, kind: 'short' };
}

function long<Q, A>(command: Omit<Command<Q, A>, 'kind' | 'replyCode'>): Command<Q, A> {
  return { ...command, kind: 'long', replyCode: command.code };
}

interface AtAddress {
  readonly address: number;
}
const sameAddress = (request: AtAddress, reply: AtAddress): boolean => request.address === reply.address;

// Short commands (protocol §3).

/** T: stops auto-boot and arms "unprotect at the next erase" (protocol §7.3). */
export const LINK_CHECK = short({
  name: 'link check',
  code: 0x00,
  replyCode: 0x01,
  request: none,
  reply: payload({ zero: u8 }),
});

/** N only. Some ROMs echo the address one too high (protocol §3). */
export const READ_REGISTER = short({
  name: 'read register',
  code: 0x03,
  request: payload({ address: u32 }),
  reply: payload({ address: u32, value: u32 }),
  echoes: (request, reply) => reply.address === request.address || reply.address === request.address + 1,
});

const registerPayload = payload({ address: u32, value: u32 });
/** N only; echoed whole. */
export const WRITE_REGISTER = short({
  name: 'write register',
  code: 0x01,
  request: registerPayload,
  reply: registerPayload,
  echoes: sameAddress,
});

/** N only: a reset by the watchdog; no reply. */
export const RESET = short({ name: 'reset', code: 0x70, request: payload({ magic: u32 }), reply: none });
/** "SEAN". */
export const RESET_MAGIC = 0x4e414553;

/** No reply. */
export const REBOOT = short({ name: 'reboot', code: 0x0e, request: payload({ magic: u8 }), reply: none });
export const REBOOT_MAGIC = 0xa5;

const baudPayload = payload({ baudRate: u32, delayMs: u8 });
/** Answered at the new rate, `delayMs` + 1 ms after receipt (protocol §3.2). */
export const SET_BAUD = short({
  name: 'set baud rate',
  code: 0x0f,
  request: baudPayload,
  reply: baudPayload,
  echoes: (request, reply) => request.baudRate === reply.baudRate && request.delayMs === reply.delayMs,
});

/** `end` is inclusive; the reply is not inverted and echoes no range (protocol §6). */
export const CRC = short({
  name: 'crc',
  code: 0x10,
  request: payload({ start: u32, end: u32 }),
  reply: payload({ crc: u32 }),
});

/** The CRC of flashes that three address bytes do not reach (protocol §4, E7). */
export const WIDE_CRC = short({ ...CRC, name: 'crc, wide', code: 0x13, replyCode: 0x13 });

/** Tuya's class T loaders only: ASCII, filled up with zeros. */
export const BOOT_VERSION = short({
  name: 'boot version',
  code: 0x11,
  request: none,
  reply: payload({ text: bytes(16) }),
});

/** Understood by a running Beken application, never by a loader; no reply (protocol §3). */
export const APP_REBOOT = short({
  name: 'application reboot',
  code: 0xfe,
  request: payload({ magic: u32 }),
  reply: none,
});
export const APP_REBOOT_MAGIC = 0x27952795;

// Flash operations (protocol §4).

export const WRITE_SECTOR = long({
  name: 'write sector',
  code: 0x07,
  request: payload({ address: u32, data: bytes(SECTOR_BYTES) }),
  reply: payload({ address: u32 }),
  echoes: sameAddress,
});

export const READ_SECTOR = long({
  name: 'read sector',
  code: 0x09,
  request: payload({ address: u32 }),
  reply: payload({ address: u32, data: bytes(SECTOR_BYTES) }),
  echoes: sameAddress,
});

/** As 07 and 09 with four address bytes, BK7236 and BK7258 only (protocol §4). */
export const WIDE_WRITE_SECTOR = long({ ...WRITE_SECTOR, name: 'write sector, wide', code: 0xe7 });
export const WIDE_READ_SECTOR = long({ ...READ_SECTOR, name: 'read sector, wide', code: 0xe9 });

/** N only. `register` is the SPI command: 05, 35 or 15. */
export const READ_STATUS = long({
  name: 'read status register',
  code: 0x0c,
  request: payload({ register: u8 }),
  reply: payload({ register: u8, value: u8 }),
  echoes: (request, reply) => request.register === reply.register,
});

const writeStatusPayload: Payload<Uint8Array> = raw;
/** N only: SPI command and one or two bytes, echoed whole. */
export const WRITE_STATUS = long({
  name: 'write status register',
  code: 0x0d,
  request: writeStatusPayload,
  reply: writeStatusPayload,
  echoes: (request, reply) => Buffer.from(request).equals(reply),
});

/** N only: raw SPI, here always `9F 00 00 00`. Four bytes come back, the first one garbage; three on some ROMs. */
export const READ_FLASH_ID: Command<Uint8Array, Uint8Array> = long({
  name: 'read flash id',
  code: 0x0e,
  request: raw,
  reply: raw,
  echoes: (_request, reply) => reply.length === 4 || reply.length === 3,
});

const erasePayload = payload({ opcode: u8, address: u32 });
/** By SPI opcode; T knows only these two, and answers any other "ok" without erasing. */
export const ERASE = long({
  name: 'erase',
  code: 0x0f,
  request: erasePayload,
  reply: erasePayload,
  echoes: (request, reply) => request.opcode === reply.opcode && sameAddress(request, reply),
});
export const ERASE_4K = 0x20;
/** N only. */
export const ERASE_32K = 0x52;
export const ERASE_64K = 0xd8;
/** The same with four address bytes. */
export const WIDE_ERASE_4K = 0x21;
export const WIDE_ERASE_32K = 0x5c;
export const WIDE_ERASE_64K = 0xdc;

const chipErasePayload = payload({ seconds: u8 });
/** The mask ROM of class N only; newer second loaders have it switched off (protocol §4). */
export const ERASE_CHIP = long({
  name: 'erase chip',
  code: 0x0a,
  request: chipErasePayload,
  reply: chipErasePayload,
});
