import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  FIRMWARE_NONE: {
    title: 'This token brings no firmware',
    cause: 'Token {{token}} was issued for authorization only.',
    remedy: 'Choose the workstation Authorization Only, or use a token with a firmware.',
  },
  RSSI_NO_AP: {
    title: 'The test access point was not heard',
    cause: 'The module scanned and did not find {{ssid}}.',
    remedy: 'Check that the access point is on, on 2.4 GHz, and that its name is right; then the antenna.',
  },
  LICENSE_KIND: {
    title: 'This license is for the other kind of firmware',
    cause: 'It is of kind {{kind}}; the board takes {{wanted}}. It would never be accepted by the cloud.',
    remedy: 'Use a token with licenses of kind {{wanted}}.',
  },
  OPEN_CLI_NOT_FOUND: {
    title: 'No TuyaOpen command line',
    cause: 'No prompt at 115200 baud in {{seconds}} s. Seen on the line: {{seen}} ({{bytes}} bytes).',
    remedy:
      'Check that the board runs TuyaOpen firmware and the wires of its log UART, reset it and run again.',
  },
  OPEN_CLI_NO_REPLY: {
    title: 'The TuyaOpen command line stopped answering',
    cause: 'No answer to {{command}} that can be understood, in {{tries}} tries.',
    remedy: 'Check the wires and the supply, then run again.',
  },
  LICENSE_NOT_CLEARED: {
    title: 'The license is still there',
    cause: 'The board was told to forget it and still reads it out.',
    remedy: 'Run again; if it stays, erase its data from flash.',
  },
  OTP_NOT_ASKED: {
    title: 'One-time memory was left alone',
    cause: 'Writing it cannot be taken back, and no reason was given.',
    remedy: 'Give a reason if this is really wanted; otherwise write the license without it.',
  },
};
