/**
 * Why a module did not take the enter command, as far as the line told (authorization §1.5, §0.1.10, §0.1.11):
 * - `locked`: certain, its own log said so. Only an unlock helps.
 * - `application-running`: heartbeats or product queries. The window was missed, or it is locked: nobody can tell.
 * - `echo`: only our own bytes, each right after it was sent. TX and RX touch.
 * - `log-text`: text at 115200. The wire is on the log UART, or this firmware speaks text there.
 * - `tuya-open`: text at 115200 with the prompt of the TuyaOpen command line.
 * - `boot-text`: noise that came and went, as the text of a start does. The log UART, or firmware without a window.
 * - `wrong-rate`: noise that goes on, at 9600 and at 115200.
 * - `nothing`: no byte, or a few stray ones.
 */
export const ENTRY_VERDICTS = [
  'locked',
  'application-running',
  'echo',
  'log-text',
  'tuya-open',
  'boot-text',
  'wrong-rate',
  'nothing',
] as const;
export type EntryVerdict = (typeof ENTRY_VERDICTS)[number];

/** The verdict that a TEST_NOT_ENTERED carries in its data, or null where there is none. */
export function entryVerdict(data: Readonly<Record<string, unknown>>): EntryVerdict | null {
  return ENTRY_VERDICTS.find((verdict) => verdict === data['verdict']) ?? null;
}
