/** Command bytes of the production test on Wi-Fi modules; siblings use other numbers (authorization §1.3, §1.6). */
export const COMMAND = {
  enter: 0x00,
  writeMac: 0x01,
  gpio: 0x02,
  rssi: 0x03,
  fingerprint: 0x06,
  writeConfig: 0x07,
  readConfig: 0x08,
  readMac: 0x09,
  reset: 0x0a,
  userConfigStart: 0x0b,
  userConfigData: 0x0c,
  userConfigFinish: 0x0d,
  writeCountry: 0x12,
  readCountry: 0x13,
} as const;
export type CommandName = keyof typeof COMMAND;

/**
 * Milliseconds to wait for a reply, from when the request has left (authorization §1.2). The page gives no figure
 * for the pin test, which is the application's own: as the other writes.
 */
export const TIMEOUT_MS: Readonly<Record<Exclude<CommandName, 'enter'>, number>> = {
  writeMac: 1500,
  gpio: 4000,
  rssi: 15_000,
  fingerprint: 1500,
  writeConfig: 6000,
  readConfig: 1500,
  readMac: 1500,
  reset: 1500,
  userConfigStart: 1500,
  userConfigData: 1500,
  userConfigFinish: 4000,
  writeCountry: 4000,
  readCountry: 4000,
};

/** A lost or garbled frame shows only as silence, so everything is asked up to three times (authorization §1.2). */
export const TRIES = 3;

/** A command byte as the page and the errors write it: `0B`. */
export function commandHex(command: number): string {
  return command.toString(16).padStart(2, '0').toUpperCase();
}
