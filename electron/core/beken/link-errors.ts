/** The target did not answer in time. Inside the room only: steps turn it into a coded error. */
export class NoReply extends Error {
  constructor(
    readonly command: string,
    readonly ms: number,
  ) {
    super(`no reply to ${command} in ${Math.round(ms)} ms`);
    this.name = 'NoReply';
  }
}

/** The target answered with a status other than 0 (protocol §5). Inside the room only. */
export class BadStatus extends Error {
  constructor(
    readonly command: string,
    readonly status: number,
  ) {
    super(`${command}: status ${status}`);
    this.name = 'BadStatus';
  }
}

/** True for what another try may mend; a lost port and a stop are not. */
export function isLinkError(error: unknown): error is NoReply | BadStatus {
  return error instanceof NoReply || error instanceof BadStatus;
}
