import type * as Koffi from 'koffi';

/** What is needed of the C library to make a pseudo terminal. Calls return what C returns. */
export interface Libc {
  posix_openpt(flags: number): number;
  grantpt(fd: number): number;
  unlockpt(fd: number): number;
  ptsname_r(fd: number, buffer: Uint8Array, size: number): number;
  /** With a structure that the call fills or reads. */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** With a plain number. */
  ioctlValue(fd: number, request: number, value: number): number;
}

/** Loads the C library of the running process. Linux only. */
export async function loadLibc(): Promise<Libc> {
  const koffi = ((await import('koffi')) as unknown as { default: typeof Koffi }).default;
  const library = koffi.load(null);
  const bind = (prototype: string): ((...values: unknown[]) => number) =>
    library.func(prototype) as (...values: unknown[]) => number;
  return {
    posix_openpt: bind('int posix_openpt(int flags)'),
    grantpt: bind('int grantpt(int fd)'),
    unlockpt: bind('int unlockpt(int fd)'),
    ptsname_r: bind('int ptsname_r(int fd, _Out_ uint8_t *buffer, size_t size)'),
    ioctl: bind('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *argument)'),
    ioctlValue: bind('int ioctl(int fd, unsigned long request, long value)'),
  };
}
