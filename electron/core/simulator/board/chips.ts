import type { AppName } from '../catalogue/apps.js';
import * as parts from '../flash/part.js';
import { APP_HEAD } from '../image/blocks.js';
import type { ChipName } from '../image/map.js';
import { TUYA_EFUSE_KEY } from '../loader/n-registers.js';

/** A chip's loader, as far as chips of one class differ (protocol §3, §3.3, §15). */
export type LoaderTraits =
  | {
      readonly protocolClass: 'T';
      /** Answer to 11; null: it does not know 11. */
      readonly bootVersion: string | null;
    }
  | {
      readonly protocolClass: 'N';
      readonly id: { readonly register: number; readonly value: number };
      /** 16 bytes behind the eFuse port; null: this chip has another port. */
      readonly efuseKey: Uint8Array | null;
      /** Echoes a register's address one too high, as some ROMs do (protocol §3). */
      readonly echoesOneHigh: boolean;
      /** Knows E7, E9, EB, 13 and the erase opcodes with four address bytes (protocol §4). */
      readonly fourByteCommands: boolean;
    };

/** What is soldered together. */
export interface ChipTraits {
  readonly loader: LoaderTraits;
  readonly part: parts.FlashPart;
  /** SR2 << 8 | SR1 as the module's maker packs it. */
  readonly status: number;
  /** Bytes 2..7 of an application that this chip's key decrypts. */
  readonly appHead: readonly number[];
  /** What usually runs on it; null: it boots, but what it says is not simulated. */
  readonly app: AppName | null;
}

const NO_KEY = new Uint8Array(16);
/** Four identical words, as BK7238 and BK7252N show (protocol §11). */
const FOUR_IDENTICAL = Uint8Array.from(
  { length: 16 },
  (_, index) => [0x5a, 0x38, 0xc1, 0x27][index % 4] ?? 0,
);
/** An application without encryption (protocol §12.1). */
const PLAIN_HEAD = [0x00, 0xea, 0x14, 0xf0, 0x9f, 0xe5] as const;
const SCTRL = 0x800000;
/** Where the newer ones keep their id (protocol §3.3). */
const SYSTEM = 0x44010004;

function classT(bootVersion: string | null): LoaderTraits {
  return { protocolClass: 'T', bootVersion };
}

function classN(value: number, efuseKey: Uint8Array): LoaderTraits {
  const id = { register: SCTRL, value };
  return { protocolClass: 'N', id, efuseKey, echoesOneHigh: false, fourByteCommands: false };
}

function newer(value: number): LoaderTraits {
  const id = { register: SYSTEM, value };
  return { protocolClass: 'N', id, efuseKey: null, echoesOneHigh: true, fourByteCommands: true };
}

const TUYA_T = { part: parts.TH25Q16HB, status: 0x007c, appHead: APP_HEAD, app: 't-1.1.71' } as const;
const BARE_T = { part: parts.TH25Q16HB, status: 0x007c, appHead: PLAIN_HEAD, app: null } as const;

export const CHIP_TRAITS: Readonly<Record<ChipName, ChipTraits>> = {
  BK7231T: { loader: classT('BK7231S_1.0.6'), ...TUYA_T },
  // Its calibration stands where the application's storage would.
  BK7231S: { loader: classT('BK7231S_1.0.5'), ...TUYA_T, app: null },
  BK7231U: { loader: classT(null), ...BARE_T },
  BK7231Q: { loader: classT(null), ...BARE_T },
  BK7252: { loader: classT(null), ...BARE_T, part: parts.GD25Q32E },
  BK7231N: {
    loader: classN(0x7231c, TUYA_EFUSE_KEY),
    part: parts.TH25Q16HB,
    status: 0x001c,
    appHead: APP_HEAD,
    app: 'n-3.1.28',
  },
  // CMP is often set on these two (protocol §15, §16).
  BK7231M: {
    loader: classN(0x7231c, NO_KEY),
    part: parts.P25Q16HB,
    status: 0x401c,
    appHead: PLAIN_HEAD,
    app: null,
  },
  BK7238: {
    loader: classN(0x7238, FOUR_IDENTICAL),
    part: parts.GT25Q16B,
    status: 0x4000,
    appHead: PLAIN_HEAD,
    app: null,
  },
  BK7252N: {
    loader: classN(0x7252a, FOUR_IDENTICAL),
    part: parts.GD25Q32E,
    status: 0x001c,
    appHead: PLAIN_HEAD,
    app: null,
  },
  // A leading 01 before the id, as some have it (protocol §3.3).
  BK7236: {
    loader: newer(0x01007236),
    part: parts.GD25WQ32E,
    status: 0x401c,
    appHead: PLAIN_HEAD,
    app: null,
  },
  BK7258: {
    loader: newer(0x7236),
    part: parts.GD25WQ64E,
    status: 0x001c,
    appHead: PLAIN_HEAD,
    app: null,
  },
};
