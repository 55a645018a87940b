import { describe, expect, it } from 'vitest';

import { PortInfo } from '../../../shared/contract/ports.js';
import { presentPorts } from './os-ports.js';
import { adapterName } from './usb-adapters.js';

describe('presentPorts', () => {
  it('names known adapters by vendor id and keeps what tells sockets apart', () => {
    const [port] = presentPorts(
      [
        {
          path: 'COM7',
          vendorId: '1A86',
          productId: '7523',
          locationId: 'Port_#0003.Hub_#0001',
          serialNumber: 'A1',
        },
      ],
      'win32',
    );
    expect(port).toEqual({
      path: 'COM7',
      kind: 'serial',
      label: 'CH340',
      socket: 'Port_#0003.Hub_#0001',
      vendorId: '1a86',
      productId: '7523',
      serialNumber: 'A1',
    });
    expect(PortInfo.parse(port)).toEqual(port);
  });

  it('falls back to the maker, then to the bare name', () => {
    const labels = presentPorts(
      [
        { path: '/dev/ttyACM0', manufacturer: 'Acme', vendorId: 'abcd' },
        { path: '/dev/ttyUSB0', vendorId: 'abcd' },
      ],
      'linux',
    ).map((port) => port.label);
    expect(labels).toEqual(['Acme', 'ttyUSB0']);
  });

  it('drops ttyS ports without hardware on Linux, and keeps one with', () => {
    const ports = [
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyS4', pnpId: 'PNP0501' },
      { path: '/dev/ttyUSB1' },
    ];
    expect(presentPorts(ports, 'linux').map((port) => port.path)).toEqual(['/dev/ttyS4', '/dev/ttyUSB1']);
  });

  it('uses the call-out name on macOS and lists a port once', () => {
    const ports = [{ path: '/dev/tty.usbserial-10' }, { path: '/dev/cu.usbserial-10' }];
    expect(presentPorts(ports, 'darwin').map((port) => port.path)).toEqual(['/dev/cu.usbserial-10']);
    expect(presentPorts([{ path: '/dev/tty.usbserial-10' }], 'linux')[0]?.path).toBe('/dev/tty.usbserial-10');
  });

  it('sorts by number', () => {
    const ports = [{ path: 'COM10' }, { path: 'COM2' }];
    expect(presentPorts(ports, 'win32').map((port) => port.path)).toEqual(['COM2', 'COM10']);
  });
});

describe('adapterName', () => {
  it.each([
    ['1a86', 'CH340'],
    ['0x10C4', 'CP210x'],
    ['0403', 'FTDI'],
    ['067b', 'PL2303'],
  ])('%s is %s', (id, name) => expect(adapterName(id)).toBe(name));

  it('does not guess', () => {
    expect(adapterName(undefined)).toBeNull();
    expect(adapterName('dead')).toBeNull();
  });
});
