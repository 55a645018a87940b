/** What we look at of the frame that sent a message. */
export interface SenderFrame {
  readonly origin: string;
  /** Null for the main frame of a page. */
  readonly parent: unknown;
}

/** Only the main frame of our own page may call: no frame inside it, no other origin, no frame that is gone. */
export function isTrustedFrame(frame: SenderFrame | null, origin: string): boolean {
  return frame !== null && frame.parent === null && frame.origin === origin;
}
