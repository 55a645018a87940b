import { Bench } from '../../beken/testing/bench.js';
import { N_LAYOUT } from '../../simulator/storage/layout.js';
import { encodeProtectedSector } from '../../simulator/storage/protected-sector.js';
import { flashWith } from '../../simulator/testing/stored-values.js';
import type { Backup, Backups, RepairContext, RepairEvent } from '../api.js';

type Chip = 'BK7231T' | 'BK7231N';

/** A made-up license, and everything else that must never be seen or must survive. */
export const LICENSE = {
  uuid: 'f00dfeedf00dfeed',
  authkey: 'Ab3'.repeat(10) + 'Zz',
  pskKey: 'q-'.repeat(18) + 'q',
  facPin: 'ffacfacfacfacffa',
} as const;
export const WIFI_PASSWORD = 'hunter2hunter2';

/** Values of a module that was licensed, paired and then closed for good. */
export function usedValues(chip: Chip): Record<string, string> {
  const { uuid, authkey, pskKey, facPin } = LICENSE;
  return {
    gw_bi: JSON.stringify({
      uuid,
      psk_key: chip === 'BK7231T' ? pskKey : null,
      auth_key: authkey,
      ap_ssid: 'SmartLife',
      ap_passwd: null,
      country_code: chip === 'BK7231T' ? 'DE' : null,
      prod_test: false,
      ...(chip === 'BK7231N' ? { fac_pin: facPin, psk30_key: pskKey } : {}),
    }),
    gw_wsm: JSON.stringify({ nc_tp: 4, ssid: 'home', passwd: WIFI_PASSWORD, md: 0, wfb64: 0, stat: 2 }),
    gw_di: JSON.stringify({
      id: 'bf0123456789abcdefghij',
      swv: '1.1.71',
      pk: 'keepid0123456789',
      firmk: 'keyabcdefghijklm',
    }),
    em_sys_env: chip === 'BK7231T' ? 'BK7231S_2M' : 'bk7231n',
    user_param_key: '{module:demo,rl1_pin:26}',
    ...(chip === 'BK7231N' ? { 'kv.ccode.mf': 'DE' } : {}),
    mf_test_close: 'true\0',
  };
}

/** The same before it was closed. */
export function openValues(chip: Chip): Record<string, string> {
  return Object.fromEntries(Object.entries(usedValues(chip)).filter(([key]) => key !== 'mf_test_close'));
}

/** The simulator formats under a key of sevens. */
const INNER = new Uint8Array(16).fill(7);

/** The flash of a used module; class N with its protected copies, as its application leaves them. */
export function usedFlash(chip: Chip, values = usedValues(chip), copied = values): Uint8Array {
  const flash = flashWith(chip, values);
  if (chip === 'BK7231T') return flash;
  const records = new Map(
    ['gw_bi', 'gw_wsm'].flatMap((key) => {
      const value = copied[key];
      return value === undefined ? [] : [[key, Uint8Array.from(Buffer.from(value))] as const];
    }),
  );
  const sector = encodeProtectedSector({ inner: INNER, writes: 16, records });
  for (const address of N_LAYOUT.protectedSectors) flash.set(sector, address);
  return flash;
}

/** Backups in memory. */
export class MemoryBackups implements Backups {
  readonly kept: Backup[] = [];

  save(backup: Backup): Promise<string> {
    this.kept.push(structuredClone(backup));
    return Promise.resolve(`memory:${this.kept.length - 1}`);
  }

  load(path: string): Promise<Backup> {
    const backup = this.kept[Number(path.slice('memory:'.length))];
    return backup ? Promise.resolve(backup) : Promise.reject(new Error(path));
  }
}

/** A module on the bench, to be inspected and repaired; the reset is a wire. */
export class RepairBench extends Bench {
  readonly backups = new MemoryBackups();
  readonly told: RepairEvent[] = [];

  get repairContext(): RepairContext {
    return {
      clock: this.clock,
      signal: this.stop.signal,
      onEvent: (event) => {
        this.told.push(event);
        this.onTold(event);
      },
    };
  }

  onTold: (event: RepairEvent) => void = () => undefined;

  /** What every repair gets. */
  readonly request = { chip: 'auto', baudRate: 921600, backups: this.backups } as const;
}

export function benchOf(chip: Chip, flash: Uint8Array): RepairBench {
  return new RepairBench({ chip, flash, resetWired: true, timing: 'realistic' });
}
