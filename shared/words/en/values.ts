/** What came over the line instead of an answer. */
export const seen: Record<string, string> = {
  nothing: 'nothing',
  echo: 'only our own bytes (TX and RX touch)',
  'boot-log': 'text of the boot log',
  heartbeat: 'heartbeats of the running application',
  'product-query': 'queries of the running application',
  garbage: 'noise, as of another baud rate',
};

/** Why a MAC may not identify a board. */
export const problems: Record<string, string> = {
  format: 'no MAC address',
  zero: 'all zeros',
  broadcast: 'all ones',
  multicast: 'a group address',
  default: 'the factory default',
};

/** Where the holder of a port is not known. */
export const unknownHolder = 'another program';
