import type { AllErrorWords } from '../error-words.js';
import { stationErrors } from './errors-station.js';
import { inspectErrors } from './errors-inspect.js';
import { deskErrors } from './errors-desk.js';
import { serverErrors } from './errors-server.js';
import { writerErrors } from './errors-writer.js';

export const errors: AllErrorWords = {
  PORT_NOT_FOUND: {
    title: 'There is no port {{path}}',
    cause: 'The adapter was unplugged, or its name changed.',
    remedy: 'Plug the adapter in and choose the port again.',
  },
  PORT_BUSY: {
    title: 'Port {{path}} is in use',
    cause: 'It is held by {{holder}}.',
    remedy: 'Close the program or the slot that holds it, or unplug the adapter and plug it in again.',
  },
  PORT_NO_PERMISSION: {
    title: 'No permission to open {{path}}',
    cause: 'This account may not use serial ports.',
    remedy: 'On Linux add the account to the group dialout (uucp on Arch), log in again, and try once more.',
  },
  PORT_OPEN_FAILED: {
    title: 'Port {{path}} could not be opened',
    cause: 'The driver said: {{detail}}',
    remedy: 'Unplug the adapter, plug it in again, and try once more.',
  },
  PORT_LOST: {
    title: 'Port {{path}} went away',
    cause: 'The adapter was unplugged, or it lost its power while the board drew from it.',
    remedy: 'Plug it in again. Do not feed the board from the adapter; use its own 3.3 V supply.',
  },
  PORT_NOT_CHOSEN: {
    title: 'No port chosen',
    cause: 'The slot has no COM port.',
    remedy: 'Choose the port that the board is wired to.',
  },
  BUS_NOT_CAPTURED: {
    title: 'The board did not answer in {{seconds}} s',
    cause: 'No reset fell into the listening time. Seen on the line: {{seen}} ({{bytes}} bytes). {{likely}}',
    remedy: 'Press reset right after Run. If that does not help: check TX to RX1, RX to TX1, GND, and 3.3 V.',
  },
  CHIP_MISMATCH: {
    title: 'This is a {{answered}}, not a {{chosen}}',
    cause: 'The chip on the board is not the one that was chosen. Nothing was erased.',
    remedy: 'Choose {{answered}} or Auto, or put the right board in.',
  },
  CHIP_UNKNOWN: {
    title: 'The chip did not say what it is',
    cause: 'It answers link checks, but neither the chip id nor the version command ({{detail}}).',
    remedy: 'Reset the board and run again. If it stays so, choose the chip by hand.',
  },
  BAUD_RATE_FAILED: {
    title: 'No baud rate above 115200 works',
    cause: 'The board did not answer at {{tried}}.',
    remedy: 'Use shorter wires or another adapter, or choose 115200.',
  },
  LINK_LOST: {
    title: 'The board stopped answering',
    cause: 'It was silent at {{during}}. It may have restarted, or its supply sagged.',
    remedy: 'Check the 3.3 V supply (500 mA) and the contacts, then run again.',
  },
  FLASH_NO_ANSWER: {
    title: 'The flash does not answer',
    cause: 'Its id reads {{id}}: it gets no power, or it is dead.',
    remedy: 'Check 3.3 V under load. If it stays so, the module is defective.',
  },
  FLASH_UNPROTECT: {
    title: 'The flash stays write-protected',
    cause: 'Status register {{before}} before, {{after}} after, flash id {{flashId}}.',
    remedy: 'Reset the board and run again. If it stays so, the chip is locked by hardware.',
  },
  FLASH_ERASE: {
    title: 'Erasing failed at {{address}}',
    cause: 'The flash did not erase this sector (status {{status}}).',
    remedy: 'Run again. If it fails at the same place, the flash is worn or still protected.',
  },
  FLASH_WRITE: {
    title: 'Writing failed at {{address}}',
    cause: 'The board did not take this sector after {{tries}} tries.',
    remedy: 'Use a stronger 3.3 V supply, shorter wires, or a lower baud rate, and run again.',
  },
  FLASH_READ: {
    title: 'Reading failed at {{address}}',
    cause: 'The board did not return this sector after {{tries}} tries.',
    remedy: 'Use shorter wires or a lower baud rate, and run again.',
  },
  FLASH_VERIFY: {
    title: 'The flash did not keep what was written at {{address}}',
    cause:
      'The checksum of the chip differs from that of the file in {{count}} sectors: {{sectors}}. {{hint}}',
    remedy: 'Press the board into its socket and run it again. If it fails again, put it aside.',
  },
  FLASH_TOO_SMALL: {
    title: 'The firmware does not fit',
    cause: 'It ends at {{end}}, the flash at {{flashBytes}}.',
    remedy: 'Choose the firmware made for this module.',
  },
  FLASH_RANGE_PROTECTED: {
    title: 'This range is protected',
    cause: '{{start}} to {{end}} touches the {{region}} region, which this chip needs to live.',
    remedy: 'Choose the firmware and the address made for this chip.',
  },
  FLASH_READ_GUARDED: {
    title: 'The bootloader at {{address}} cannot be read there',
    cause:
      'The loader of this chip answers status 6 to every read below 0x010000: it runs from there and guards itself.',
    remedy: 'Read it one flash size further up, as Kiln does where it knows the size of the flash.',
  },
  FLASH_BLANK: {
    title: 'The flash reads blank although a loader runs from it',
    cause: 'The checksum of the bootloader is that of erased flash: the flash does not answer.',
    remedy: 'Check 3.3 V under load. If it stays so, the module is defective.',
  },
  FLASH_DIFFERS: {
    title: 'The flash differs from the file at {{address}}',
    cause: '{{count}} sectors differ: {{sectors}}',
    remedy: 'Program the file, or check that it belongs to this board.',
  },
  CRC_NO_ANSWER: {
    title: 'The chip did not tell the checksum of {{start}} to {{end}}',
    cause: 'It answers link checks, but not this: its supply sags while it reads the flash, or it restarted.',
    remedy: 'Use a 3.3 V supply of 500 mA or more, and run again.',
  },
  BOARD_CHANGED: {
    title: 'Another board came back',
    cause: 'The work began on a {{before}}; a {{now}} or another flash answered after the link was lost.',
    remedy: 'Put the first board back and run it again; then run this one.',
  },
  NOT_ON_THIS_CHIP: {
    title: '{{chip}} cannot do this',
    cause: 'Its loader has no command for {{what}}.',
    remedy: 'Use a board of class N (BK7231N and its kin).',
  },
  EFUSE_UNREADABLE: {
    title: 'The eFuse cannot be read',
    cause: 'Byte {{byte}} did not become valid.',
    remedy: 'Reset the board and run again. Some chips have reading disabled.',
  },
  RANGE_UNALIGNED: {
    title: 'The range does not begin and end at sectors',
    cause:
      'Start {{start}}, length {{length}}: both must be multiples of 0x1000, and the length more than 0.',
    remedy: 'Choose whole sectors of 4 KiB.',
  },
  FIRMWARE_KEY: {
    title: 'The firmware is not for the key of this chip',
    cause:
      'The file is for {{wanted}} key, the chip has {{found}} key: it would be written well and never run. Nothing was erased.',
    remedy: 'Take the firmware built for this chip, or give a reason to override.',
  },
  FIRMWARE_PLACE: {
    title: 'A {{kind}} file does not belong at {{start}}',
    cause: 'A {{kind}} file is written at {{wanted}} on this chip.',
    remedy: 'Leave the start address out, or choose the right one.',
  },
  FIRMWARE_EMPTY: {
    title: 'The firmware file is empty',
    cause: 'It has no bytes.',
    remedy: 'Build or copy it again.',
  },
  FIRMWARE_BLANK: {
    title: 'The firmware file is blank',
    cause: 'Every byte in it is the same.',
    remedy: 'Build or copy it again.',
  },
  FIRMWARE_TOO_LARGE: {
    title: 'The firmware file is too large',
    cause: 'It has {{bytes}} bytes; there is room for {{max}}.',
    remedy: 'Choose the production file (QIO) of this module.',
  },
  FIRMWARE_KIND: {
    title: 'This is a {{kind}} file, not a {{wanted}}',
    cause:
      'A {{kind}} file is not what goes onto a new module. UG and RBL files are update packages for the cloud.',
    remedy: 'Take the file with the suffix {{wanted}} from the same build.',
  },
  FIRMWARE_UNKNOWN: {
    title: 'This is no Beken firmware that Kiln knows',
    cause: 'Neither a bootloader nor an application starts where one should.',
    remedy: 'Choose the production file (QIO) of the build.',
  },
  FIRMWARE_DAMAGED: {
    title: 'The firmware file is damaged',
    cause: '{{detail}}',
    remedy: 'Copy or build it again.',
  },
  FIRMWARE_CHIP: {
    title: 'The firmware is for another chip',
    cause: 'It was made for class {{madeFor}}; the board is a {{board}}. Nothing was erased.',
    remedy: 'Use the token of this module, or put the right board in.',
  },
  FIRMWARE_STORE: {
    title: 'The stored firmware is gone or damaged',
    cause: 'File {{sha256}} in the data folder does not hold what was put there.',
    remedy: 'Import the firmware again.',
  },
  TEST_NOT_ENTERED: {
    title: 'Production test not entered',
    cause: 'The module did not take the enter command in {{seconds}} s. Seen on the line: {{seen}}.',
    remedy:
      'Reset the board while Kiln listens. Heartbeats mean that the test window is missed or closed for good.',
  },
  TEST_NO_REPLY: {
    title: 'The module stopped answering in production test',
    cause: 'No valid reply to command {{command}}.',
    remedy: 'Check the wires and the supply, then run again.',
  },
  FINGERPRINT_UNREADABLE: {
    title: 'Fail to get firmware fingerprint',
    cause: 'The running firmware does not tell its name and version.',
    remedy: 'Burn the firmware of this token, then run again.',
  },
  FINGERPRINT_MISMATCH: {
    title: 'The board runs another firmware',
    cause: 'It says {{gotName}} {{gotVersion}}; the token is for {{wantName}} {{wantVersion}}.',
    remedy: 'Use the token that matches this firmware, or correct the identifier and version of the token.',
  },
  MAC_INVALID: {
    title: 'The board has no usable MAC address',
    cause: 'It says {{mac}} ({{problem}}). The RF sector was probably erased.',
    remedy: 'Restore the RF sector from a backup, or put the board aside.',
  },
  MAC_CLASH: {
    title: 'Another board with the same MAC is being worked on',
    cause: 'Two boards say {{mac}}. The license belongs to one of them; nothing was written to this one.',
    remedy: 'Put this board aside: its MAC is a copy. Give it an address of its own first.',
  },
  BOARD_HAS_OTHER_LICENSE: {
    title: 'The board already has another license',
    cause: 'It holds uuid {{uuid}}, which this token did not give to it. That license was left as it is.',
    remedy: 'Put the board aside, or use the token it was authorized with.',
  },
  LICENSE_REFUSED: {
    title: 'The module refused the license',
    cause: 'It answered false to the write command.',
    remedy: 'Run again. The license stays kept for this board.',
  },
  LICENSE_READBACK: {
    title: 'The license did not read back the same',
    cause: 'Field {{field}} differs from what was written.',
    remedy: 'Run again. The license stays kept for this board.',
  },
  COUNTRY_MISMATCH: {
    title: 'The country was not kept',
    cause: 'Asked for {{wanted}}, the module says {{got}}.',
    remedy: 'Check the country of the token, then run again.',
  },
  USER_CONFIG_REFUSED: {
    title: 'The module refused the user configuration',
    cause: 'It failed at step {{step}}.',
    remedy: 'Check the configuration file of the token, then run again.',
  },
  RSSI_TOO_LOW: {
    title: 'The radio is too weak',
    cause: 'Signal {{rssi}} dBm, at least {{min}} dBm wanted from {{ssid}}.',
    remedy: 'Check the antenna and that the test access point is on, then run again.',
  },
  GPIO_FAILED: {
    title: 'Pin test failed',
    cause: 'The module reports a short or an open pin ({{detail}}).',
    remedy: 'Check the fixture and the solder joints.',
  },
  TOKEN_MISSING: {
    title: 'No token',
    cause: 'Kiln does not know what to write.',
    remedy: 'Type or scan the token and press Enter.',
  },
  TOKEN_MALFORMED: {
    title: 'This is not a token',
    cause: 'A token has 16 letters and digits; one of them is wrong or missing.',
    remedy: 'Copy the whole token again.',
  },
  TOKEN_UNKNOWN: {
    title: 'Failed to get token',
    cause: 'Token {{token}} is not known here.',
    remedy: 'Check that it was issued by this PMS, then type it again.',
  },
  TOKEN_DEVELOPMENT: {
    title: 'This token is for virtual boards only',
    cause: 'Its licenses and its firmware are made up; a real board on {{path}} could not use them.',
    remedy: 'Use a token with real licenses, or choose a virtual board.',
  },
  TOKEN_EXPIRED: {
    title: 'The token has expired',
    cause: 'It was good until {{expiresAt}}.',
    remedy: 'Ask for a new token.',
  },
  TOKEN_NOT_EFFECTIVE: {
    title: 'The token is not effective yet',
    cause: 'It is good from {{effectiveAt}} on.',
    remedy: 'Wait, or check the clock of this computer.',
  },
  POOL_EMPTY: {
    title: 'The token is used up',
    cause: 'None of its {{amount}} licenses is free. Nothing was written.',
    remedy: 'Get a token with free licenses. Boards that already hold one of these may still be run again.',
  },
  LICENSE_INVALID: {
    title: 'The license is malformed',
    cause: 'Problem: {{problem}}. It was not sent to the board.',
    remedy: 'Correct the license list and import it again.',
  },
  LICENSE_STATE: {
    title: 'The license is not in the right state',
    cause: 'It is {{state}}, and may not become {{wanted}}.',
    remedy: 'Run the board again. If it stays so, look the license up in the ledger.',
  },
  LIST_INVALID: {
    title: 'The license list has bad rows: {{count}}',
    cause: 'Nothing was imported.',
    remedy: 'Correct the rows below and import the list again.',
  },
  LIST_COLUMNS: {
    title: 'The license list lacks a column',
    cause: 'Missing: {{missing}}. Found: {{found}}.',
    remedy: 'The first row must name the columns UUID and AUTHKEY (and PSKKEY where there is one).',
  },
  LIST_EMPTY: {
    title: 'The license list is empty',
    cause: 'It has no row below its header.',
    remedy: 'Export the list again.',
  },
  STORE_DAMAGED: {
    title: 'The ledger is damaged',
    cause: '{{path}} failed its integrity check. It was set aside as {{setAside}}; nothing was overwritten.',
    remedy: 'Restore the latest backup of the data folder, or keep the damaged file for recovery.',
  },
  STORE_BUSY: {
    title: 'The ledger is busy',
    cause: 'Another program has held it for too long.',
    remedy: 'Close other Kiln windows and commands on this data folder, then try again.',
  },
  STORE_NEWER: {
    title: 'The ledger is from a newer Kiln',
    cause: 'It has format {{found}}; this Kiln knows {{known}}.',
    remedy: 'Update Kiln.',
  },
  FILE_UNREADABLE: {
    title: 'The file could not be used',
    cause: '{{path}}: {{detail}}',
    remedy: 'Check the name and the permissions.',
  },
  USAGE: {
    title: 'That is not how it is called',
    cause: '{{detail}}',
    remedy: 'See the help.',
  },
  BAD_REQUEST: {
    title: 'The request was refused',
    cause: '{{detail}}',
    remedy: 'This is a fault of Kiln. Please report it.',
  },
  SLOT_RUNNING: {
    title: 'Slot {{slot}} is running',
    cause: 'A running slot cannot be changed.',
    remedy: 'Stop it first.',
  },
  CANCELLED: {
    title: 'Stopped',
    cause: 'The run was stopped by hand.',
    remedy: 'Run again when ready.',
  },
  INTERNAL: {
    title: 'Something went wrong in Kiln',
    cause: '{{detail}}',
    remedy: 'Run again. If it happens again, please report it.',
  },
  ...stationErrors,
  ...inspectErrors,
  ...deskErrors,
  ...serverErrors,
  ...writerErrors,
};

/** What is wrong with a row of a license list. */
export const rows: Record<string, string> = {
  'uuid-length': 'UUID must have 16 or 20 characters',
  'uuid-characters': 'UUID has a character that is not allowed',
  'uuid-open': 'UUID of a TuyaOpen license must be uuid and 16 hex digits',
  'authkey-length': 'AUTHKEY must have 32 characters',
  'authkey-characters': 'AUTHKEY has a character that is not allowed',
  'psk-length': 'PSKKEY must have 37 or 44 characters',
  'psk-characters': 'PSKKEY has a character that is not allowed',
  'duplicate-uuid': 'UUID stands in the list twice',
  'duplicate-authkey': 'AUTHKEY stands in the list twice',
  unreadable: 'This line (or the file) could not be read as a table',
  'already-used': 'The list itself marks this license as used',
  'known-authkey': 'AUTHKEY is in the ledger already',
  'too-long-for-t': 'UUID of 20 with PSKKEY of 44 characters: a class T module cannot keep both',
  'known-uuid': 'UUID is in the ledger already',
};
