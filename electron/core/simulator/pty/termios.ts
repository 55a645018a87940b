import type { Libc } from './libc.js';

/** struct termios2 of Linux (asm-generic): four u32 flags, line u8, 19 control characters, two u32 speeds. */
const SIZE = 44;
const TCGETS2 = 0x802c542a;
const TCSETS2 = 0x402c542b;
const TCFLSH = 0x540b;
const TCIFLUSH = 0;
const FIONREAD = 0x541b;

const C_IFLAG = 0;
const C_OFLAG = 4;
const C_CFLAG = 8;
const C_LFLAG = 12;
const C_OSPEED = 40;

const CSIZE = 0o60;
const CS8 = 0o60;
const PARENB = 0o400;

/** Bytes pass as they are: what cfmakeraw does, and no input or output processing at all. */
export function makeRaw(libc: Libc, fd: number): void {
  const termios = Buffer.alloc(SIZE);
  if (libc.ioctl(fd, TCGETS2, termios) !== 0) return;
  termios.writeUInt32LE(0, C_IFLAG);
  termios.writeUInt32LE(0, C_OFLAG);
  termios.writeUInt32LE(0, C_LFLAG);
  termios.writeUInt32LE(((termios.readUInt32LE(C_CFLAG) & ~(CSIZE | PARENB)) | CS8) >>> 0, C_CFLAG);
  libc.ioctl(fd, TCSETS2, termios);
}

/** The rate the host asked its side for, any number of baud; 0 where it cannot be told. */
export function askedRate(libc: Libc, fd: number): number {
  const termios = Buffer.alloc(SIZE);
  return libc.ioctl(fd, TCGETS2, termios) === 0 ? termios.readUInt32LE(C_OSPEED) : 0;
}

/** How many bytes wait on this side unread. */
export function unread(libc: Libc, fd: number): number {
  const count = Buffer.alloc(4);
  return libc.ioctl(fd, FIONREAD, count) === 0 ? count.readInt32LE(0) : 0;
}

/** Drops what waits on this side unread. */
export function dropUnread(libc: Libc, fd: number): void {
  libc.ioctlValue(fd, TCFLSH, TCIFLUSH);
}
