import type { FirmwareWarning } from '../../domain/firmware.js';

/** What came over the line instead of an answer. */
export const seen: Record<string, string> = {
  nothing: 'nothing',
  echo: 'only our own bytes (TX and RX touch)',
  'boot-log': 'text of the boot log',
  heartbeat: 'heartbeats of the running application',
  'product-query': 'queries of the running application',
  garbage: 'noise, as of another baud rate',
};

/** Cause and remedy of POOL_EMPTY where licenses are set aside for stations. */
export const poolLeased = {
  cause:
    'None of its {{amount}} licenses is free; {{leased}} of them are set aside for stations. Nothing was written.',
  remedy:
    'Run the board at a station that has some, or connect those stations to the server: they give back what they do not use. Boards that already hold one may still be run again.',
};

/** What is likely wrong where a board was not captured, by what came over the line (protocol §16). */
export const likely: Record<string, string> = {
  nothing:
    'Silence: no power, the wrong port, RX and TX swapped, UART2 instead of UART1, or a reset that the UART prevents by feeding the board.',
  echo: 'Only an echo: TX and RX of the adapter touch, or no board is connected behind them.',
  'boot-log':
    'The board boots and logs at 115200: it was reset too late or too early, or this is the log of UART2.',
  heartbeat:
    'The application is running and speaks to an MCU: the board was not reset, or the MCU of the device drives the line.',
  'product-query':
    'The application is running and speaks to an MCU: the board was not reset, or the MCU of the device drives the line.',
  garbage:
    'Bytes of another baud rate or noise: the application is running, ground is missing, or the wires are long.',
};

/** Why a MAC may not identify a board, or a value was not taken. */
export const problems: Record<string, string> = {
  format: 'no MAC address',
  zero: 'all zeros',
  broadcast: 'all ones',
  multicast: 'a group address',
  default: 'the factory default',
  refused: 'refused by the module',
  'not-kept': 'the module tells another one after the write',
  'ap-ssid': 'access point name: 1 to 16 printable characters',
  'fac-pin': 'factory PIN: printable characters',
};

/** What is wrong with a firmware file. */
export const damage: Record<string, string> = {
  truncated: 'It ends too early.',
  'update-header': 'The sums in the header of the package are wrong.',
  'update-payload': 'The sum of its content is wrong.',
  'rbl-header': 'The checksum of its RBL header is wrong.',
  bootloader: 'There is no code where the bootloader starts.',
  application: 'There is no code where the application starts.',
};

/** What is odd about a firmware file, though it can be burned. */
export const firmwareWarnings: Record<FirmwareWarning, string> = {
  'name-disagrees': 'The name of the firmware file says another kind than its content.',
  'unknown-head': 'The firmware starts with bytes that Kiln has not seen before. Try one board first.',
  'not-encrypted': 'The firmware is not encrypted: modules with a key will not run it.',
  'block-crc':
    'A code block of the firmware has a wrong CRC: the module may not run it. Try one board first.',
  'no-rbl-header': 'The firmware has no RBL header behind its bootloader. Try one board first.',
};

/** Where the holder of a port is not known. */
export const unknownHolder = 'another program';

/** What may be behind sectors that did not keep their content. */
export const hints: Record<string, string> = {
  'weak-flash': 'Of this flash (TH25Q16HB) a weak batch is known.',
  supply: 'Usually the 3.3 V supply or a lost byte on the line is to blame.',
};

/** What a loader may or may not be able to do. */
export const abilities: Record<string, string> = {
  efuse: 'the eFuse key',
  'status-register': 'the status registers of the flash',
  'chip-erase': 'erasing the whole chip',
  watchdog: 'a reset by the watchdog',
};

/** Kinds of the key in the eFuse. */
export const keys: Record<string, string> = {
  tuya: 'the Tuya',
  zero: 'no',
  'four-identical': 'a four-identical-words',
  other: 'another',
};

/** Things of the desk, as DESK_UNKNOWN names them. */
export const things: Record<string, string> = {
  account: 'account',
  board: 'board',
  file: 'file',
  firmware: 'firmware',
  license: 'license',
  line: 'craft line',
  order: 'order',
  product: 'product',
  station: 'station',
  unit: 'board of this work order',
  version: 'version',
  'work-order': 'work order',
};
