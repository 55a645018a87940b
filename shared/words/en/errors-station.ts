import type { WordsOf } from '../error-words.js';
import type { STATION_CODES } from '../../errors/codes/station.js';

export const stationErrors: WordsOf<typeof STATION_CODES> = {
  TEST_CLOSED: {
    title: 'Fail to enter production test: it is closed',
    cause:
      'The board {{mac}} was in use for more than 15 minutes and has closed its production test. It holds license {{license}}. Nothing was erased.',
    remedy: 'Unlock it (a backup is made first), then run again.',
  },
  BOARD_ALREADY_AUTHORIZED: {
    title: 'The board is authorized already',
    cause: 'It holds license {{uuid}} of this very token. This station is set to refuse such boards.',
    remedy: 'Put the board to the good ones, or change what the station does with authorized boards.',
  },
  MAC_DUPLICATE: {
    title: 'Another board has this MAC',
    cause: 'License {{uuid}} of token {{token}} was validated for {{mac}}, and this board does not hold it.',
    remedy: 'Give the board an address of its own, or check it: its flash may be a copy of another board’s.',
  },
  MAC_POOL_EMPTY: {
    title: 'No address is left to give',
    cause: 'All {{count}} addresses of this station are taken.',
    remedy: 'Give the station a further range of addresses.',
  },
  STACK_UP: {
    title: 'The same board again',
    cause: 'The board {{mac}} passed on this slot a moment ago: it was not exchanged.',
    remedy: 'Put the next board in, then run again.',
  },
  FLASH_SIZE_DIFFERS: {
    title: 'Flash compare failed',
    cause: 'The flash has {{found}} KB; the firmware of this token is set up for {{configured}} KB.',
    remedy: 'Correct the flash size of the firmware, or take the module it was made for.',
  },
  VERIFY_NO_LICENSE: {
    title: 'The board holds no license',
    cause: 'Board {{mac}} answers that it was never authorized.',
    remedy: 'Authorize it.',
  },
  VERIFY_UNKNOWN: {
    title: 'The license is not of this token',
    cause: 'Board {{mac}} holds {{uuid}}; to the PMS it belongs to {{holder}}.',
    remedy: 'Use the token that this board was authorized with, or put the board aside.',
  },
  VERIFY_DIFFERS: {
    title: 'The board does not hold what it was given',
    cause: 'Field {{field}} of the license of board {{mac}} is not what the PMS has.',
    remedy: 'Authorize the board again with the same token: it gets the same license.',
  },
  VERIFY_STATE: {
    title: 'The board was never finished',
    cause: 'Its license is {{state}} in the ledger, not validated: the run of {{mac}} broke off.',
    remedy: 'Authorize the board again with the same token.',
  },
  NOT_CONFIRMED: {
    title: 'This takes licenses: {{licenses}}',
    cause: 'The board holds {{uuid}}; it would be gone from it. Nothing was done.',
    remedy: 'Hold the button, or say --yes, if that is meant.',
  },
  MODE_NOT_FOR_KIND: {
    title: 'This workstation has no use for such a token',
    cause: 'The token has licenses of kind {{kind}}, whose firmware has no production test.',
    remedy: 'Choose Authorization Only or Burning Authorization, or another token.',
  },
  REMEDY_NOT_HERE: {
    title: 'This cannot be done here',
    cause: 'The action {{action}} does not fit what the slot shows.',
    remedy: 'Do what the failure says by hand.',
  },
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
  SERIAL_MISSING: {
    title: 'The serial number is missing',
    cause: 'This station asks every board for the number on its label.',
    remedy: 'Scan the label of the board, then run.',
  },
  SERIAL_MALFORMED: {
    title: 'This is no serial number',
    cause: 'One has 1 to {{max}} characters, and none that cannot be read.',
    remedy: 'Scan the label of the board again.',
  },
  SERIAL_OF_ORDER: {
    title: 'This is the code of the order, not of a board',
    cause: 'It is the work order or the token that this station works with.',
    remedy: 'Scan the label of the board.',
  },
  SERIAL_TAKEN: {
    title: 'Slot {{slot}} has this serial number',
    cause: '{{sn}} stands there already.',
    remedy: 'Scan the label of this board, or clear it at slot {{slot}}.',
  },
  SERIAL_NO_SLOT: {
    title: 'No slot waits for a serial number',
    cause: '{{sn}} was scanned and not taken.',
    remedy: 'To replace a number, go to its field first.',
  },
};
