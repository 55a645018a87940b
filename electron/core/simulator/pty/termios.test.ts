import { describe, expect, it } from 'vitest';

import type { Libc } from './libc.js';
import { askedRate, dropUnread, makeRaw, unread } from './termios.js';

const TCGETS2 = 0x802c542a;
const TCSETS2 = 0x402c542b;
const FIONREAD = 0x541b;

/** A C library in which one terminal lives; `broken` calls fail as on a closed descriptor. */
class FakeLibc implements Libc {
  /** iflag, oflag, cflag, lflag, line and characters, two speeds: 44 bytes. */
  termios = Buffer.alloc(44);
  waiting = 0;
  broken = false;
  readonly calls: string[] = [];

  posix_openpt(): number {
    return -1;
  }
  grantpt(): number {
    return -1;
  }
  unlockpt(): number {
    return -1;
  }
  ptsname_r(): number {
    return -1;
  }
  ioctl(fd: number, request: number, argument: Uint8Array): number {
    this.calls.push(`${fd} ${request.toString(16)} ${argument.length}`);
    if (this.broken) return -1;
    if (request === TCGETS2) argument.set(this.termios);
    else if (request === TCSETS2) this.termios = Buffer.from(argument);
    else if (request === FIONREAD)
      Buffer.from(argument.buffer, argument.byteOffset, 4).writeInt32LE(this.waiting);
    else return -1;
    return 0;
  }
  ioctlValue(fd: number, request: number, value: number): number {
    this.calls.push(`${fd} ${request.toString(16)} = ${value}`);
    return this.broken ? -1 : 0;
  }
}

describe('a raw terminal', () => {
  it('has no processing of any kind, eight bits and no parity; speeds and characters stay', () => {
    const libc = new FakeLibc();
    libc.termios.fill(0xff);
    makeRaw(libc, 7);
    for (const flags of [0, 4, 12]) expect(libc.termios.readUInt32LE(flags)).toBe(0);
    const control = libc.termios.readUInt32LE(8);
    expect(control & 0o60).toBe(0o60);
    expect(control & 0o400).toBe(0);
    expect((control | 0o400) >>> 0).toBe(0xffffffff);
    expect(libc.termios.subarray(16).every((byte) => byte === 0xff)).toBe(true);
    expect(libc.calls).toEqual(['7 802c542a 44', '7 402c542b 44']);
  });

  it('gets eight bits where it had five, six or seven', () => {
    for (const size of [0o00, 0o20, 0o40]) {
      const libc = new FakeLibc();
      libc.termios.writeUInt32LE(size, 8);
      makeRaw(libc, 7);
      expect(libc.termios.readUInt32LE(8)).toBe(0o60);
    }
  });

  it('is left alone where it cannot be asked', () => {
    const libc = new FakeLibc();
    libc.broken = true;
    makeRaw(libc, 7);
    expect(libc.calls).toEqual(['7 802c542a 44']);
  });
});

describe('the rate that the host asked for (protocol §18)', () => {
  it.each([9600, 115200, 921600, 1_500_000, 123_457])('%i, table or no table', (rate) => {
    const libc = new FakeLibc();
    libc.termios.writeUInt32LE(1200, 36);
    libc.termios.writeUInt32LE(rate, 40);
    expect(askedRate(libc, 7)).toBe(rate);
  });

  it('is 0 where it cannot be told', () => {
    const libc = new FakeLibc();
    libc.broken = true;
    expect(askedRate(libc, 7)).toBe(0);
  });
});

describe('bytes nobody has read', () => {
  it('are counted, and none where that fails', () => {
    const libc = new FakeLibc();
    libc.waiting = 4111;
    expect(unread(libc, 7)).toBe(4111);
    libc.broken = true;
    expect(unread(libc, 7)).toBe(0);
  });

  it('are dropped on the input side only', () => {
    const libc = new FakeLibc();
    dropUnread(libc, 7);
    expect(libc.calls).toEqual(['7 540b = 0']);
  });
});
