import type { EntryVerdict } from '../../domain/entry.js';

/** Cause and remedy of TEST_NOT_ENTERED, by what the line told. */
export const entry: Record<EntryVerdict, { readonly cause: string; readonly remedy: string }> = {
  locked: {
    cause: 'The module is locked: its log says that it has been in use for more than 15 minutes.',
    remedy: 'Unlock it (Inspect), then run again. Resetting it once more will not help.',
  },
  'application-running': {
    cause:
      'The application is running: the test window was missed, or this module is locked. Seen on the line: {{seen}}.',
    remedy:
      'Reset the board while Kiln listens. If the same happens again, the module is locked: look at it in Inspect.',
  },
  echo: {
    cause: 'Only our own bytes came back: TX and RX touch.',
    remedy: 'Remove the short between TX and RX, in the cable or the fixture.',
  },
  'log-text': {
    cause: 'There is text at 115200 baud on this line: it is the log UART, or another kind of firmware.',
    remedy: 'Wire the adapter to UART1 (RX1 and TX1) instead of the log UART, then run again.',
  },
  'tuya-open': {
    cause: 'The board runs TuyaOpen firmware: its command line answers at 115200 baud.',
    remedy: 'Use a token with TuyaOpen licenses, or burn the firmware of this token.',
  },
  'boot-text': {
    cause:
      'Only short bursts of noise came ({{bytes}} bytes), as text at 115200 baud makes when a board starts.',
    remedy:
      'Check that the adapter is on UART1 (RX1, TX1) and not on the log UART. If it is, burn the firmware of this token: what runs there opens no test window.',
  },
  'wrong-rate': {
    cause:
      'There is steady noise on the line ({{bytes}} bytes), neither at 9600 nor at 115200 baud readable.',
    remedy:
      'Check GND and the wires, and that nothing else drives the line; then reset the board and run again.',
  },
  nothing: {
    cause: 'Nothing came over the line in {{seconds}} s.',
    remedy:
      'Check power (3.3 V), the port, TX to RX1 and RX to TX1. A blank module or one without an MCU link is silent too.',
  },
};
