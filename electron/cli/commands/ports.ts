import type { CommonOptions, Environment } from '../environment.js';
import { outputOf } from '../session.js';
import { systemClock } from '../../core/time/clock.js';
import { createPortHub } from '../../core/serial/port-hub.js';
import { createSerialportBackend } from '../../core/serial/serialport-backend.js';

/** `kiln ports`: what could be opened. Needs no data folder. */
export async function portsCommand(options: CommonOptions, environment: Environment): Promise<number> {
  const output = outputOf(options, environment);
  const hub = createPortHub({ backends: [createSerialportBackend()], clock: systemClock });
  const ports = await hub.list();
  for (const port of ports) {
    const usb = port.vendorId === undefined ? '' : `${port.vendorId}:${port.productId ?? ''}`;
    const line = [port.path.padEnd(20), port.label.padEnd(16), usb.padEnd(10), port.socket ?? '']
      .join(' ')
      .trimEnd();
    output.result({ event: 'port', ...port }, [line]);
  }
  if (ports.length === 0) output.note({ event: 'no-ports' }, output.say('cli.noPorts'));
  return 0;
}
