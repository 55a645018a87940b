/** Deadlines of the protocol page, §13, in milliseconds. */
export const LINK_POLL_MS = 10;
export const LINK_CONFIRM_MS = 300;
/** Registers, status registers, flash id, boot version. */
export const QUERY_MS = 300;
export const BAUD_REPLY_MS = 500;
export const ERASE_4K_MS = 1500;
/** 32 KiB and 64 KiB. */
export const ERASE_BLOCK_MS = 4000;
/**
 * A register that is there answers at once; this is for the adapter's latency (16 ms on some, protocol §3.2), not for
 * the chip. Too short costs a round of questions, nothing else: class N does not answer the next one like class T.
 */
export const PROBE_MS = 40;

const BITS_A_BYTE = 10;
const ALLOWANCE = 1.3;
const BASE_MS = 1000;

/** How long `bytes` may take over the line in one direction, with what USB and the OS add. */
export function transferMs(bytes: number, baudRate: number): number {
  const onTheLine = baudRate > 0 ? (bytes * BITS_A_BYTE * 1000) / baudRate : 0;
  return onTheLine * ALLOWANCE + BASE_MS;
}

/** Protocol §6: the chip reads at least 200 kB/s. */
export function crcMs(bytes: number): number {
  return Math.max(2000, bytes / 200) + 1000;
}
