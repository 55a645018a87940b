/** How two ends of a wire disagree. */
export interface Mismatch {
  /** Baud. */
  readonly sentAt: number;
  /** Baud. */
  readonly heardAt: number;
  readonly random: () => number;
}

/**
 * What a receiver at another rate makes of `bytes`: no byte survives, and their number changes about as the rates
 * differ (a faster receiver sees several start bits in one slow byte, a slower one swallows some).
 */
export function garble(bytes: Uint8Array, { sentAt, heardAt, random }: Mismatch): Uint8Array {
  const perByte = Math.min(2, Math.max(0.3, heardAt / sentAt));
  const heard: number[] = [];
  for (const byte of bytes) {
    const count = Math.floor(perByte * (0.6 + 0.8 * random()) + random());
    for (let copy = 0; copy < count; copy++) heard.push(byte ^ (1 + Math.floor(random() * 255)));
  }
  return Uint8Array.from(heard);
}
