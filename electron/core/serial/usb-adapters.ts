/** Vendor ids of the USB-UART bridges found on fixtures, and the name people know them by. Lower-case hex, as the OS lists give it. */
const ADAPTERS: Readonly<Record<string, string>> = {
  '1a86': 'CH340',
  '10c4': 'CP210x',
  '0403': 'FTDI',
  '067b': 'PL2303',
};

/** Name of the adapter by USB vendor id, or null where Kiln knows none. Any case, with or without `0x`. */
export function adapterName(vendorId: string | undefined): string | null {
  if (vendorId === undefined) return null;
  return ADAPTERS[vendorId.toLowerCase().replace(/^0x/, '')] ?? null;
}
