import type { BoardOptions } from './api.js';
import type { ApplicationFaults } from './application/faults.js';
import type { Personality } from './application/personality.js';
import type { Wiring } from './board/wiring.js';
import type { AppName } from './catalogue/apps.js';
import type { ConditionName } from './conditions/condition.js';
import type { SyntheticLicense } from './conditions/license.js';
import type { FlashPart } from './flash/part.js';
import type { Timing } from './timing.js';

/** What a bench may turn beyond BoardOptions. Every default is what the protocol pages say, or its comment says why. */
export interface BoardTuning {
  /** Boot window of the loader, ms. @default 400 (protocol §0.2, §8b) */
  readonly windowMs?: number;
  /** From the end of the window until the application listens, ms. @default 800 (authorization §0.1.15: 0.6-1.6 s in all) */
  readonly appBootMs?: number;
  /** How long the application waits for the enter frame, ms. @default 500 (authorization §1.1) */
  readonly testWindowMs?: number;
  /** Answer of the class T loader to 11; null: it does not know 11 (protocol §3). @default the chip's: 'BK7231S_1.0.6' on BK7231T */
  readonly bootVersion?: string | null;
  /** @default the chip's: TH25Q16HB on BK7231T and BK7231N */
  readonly part?: FlashPart;
  /** SR2 << 8 | SR1 of a fresh module. @default the chip's: 0x007C on T (protocol §7.3), 0x001C on N; 0x4000 is the CMP variant */
  readonly statusRegister?: number;
  /** The status register takes no writes: a part that cannot be unprotected. @default false */
  readonly statusLocked?: boolean;
  /** 16 key bytes in the eFuse of class N. @default the chip's: Tuya's on BK7231N (protocol §11) */
  readonly efuseKey?: Uint8Array;
  /** Silence that ends an incomplete frame on class N, ms. @default 100 (no figure in protocol §2.5) */
  readonly frameTimeoutMs?: number;
  /** Single costs, over what `timing` chose. */
  readonly costs?: Partial<Timing>;
  /** What runs at 0x11000, by name. @default the chip's: t-1.1.71, n-3.1.28, on most others nothing that is simulated */
  readonly app?: AppName;
  /** A Tuya application that no name stands for; goes before `app`. */
  readonly personality?: Personality;
  /** What stands in flash at first, over `flash` where that is given. @default what `flash` says; `fresh` where only `app` is given */
  readonly condition?: ConditionName;
  /** Of the conditions that have one. @default syntheticLicense(mac) */
  readonly license?: SyntheticLicense;
  /** What goes wrong in the application. @default nothing */
  readonly faults?: ApplicationFaults;
  /** How the host's adapter is wired. @default 'right' */
  readonly wiring?: Wiring;
  /** The application says a line of text at 115200 before its window opens. @default false */
  readonly bootText?: boolean;
  /** `erased`: no RF sector, so the default MAC; `ff`: an RF sector whose MAC is all FF. @default 'sound' */
  readonly rf?: 'sound' | 'erased' | 'ff';
  /** Burning one-time cells, ms; the page says up to 60 s. @default 0, realistic 4000 */
  readonly otpWriteMs?: number;
  /** A non-Tuya application that understands `reboot` and the FE frame at 115200, and nothing else. @default false */
  readonly appRebootWord?: boolean;
  /** What 03 hears, dBm by SSID. @default every SSID at -45 dBm */
  readonly accessPoints?: Readonly<Record<string, number>>;
  /** dBm of every SSID where `accessPoints` is not given. @default -45 */
  readonly rssi?: number;
  /** What 02 finds. @default true */
  readonly gpioOk?: boolean;
  /** Pins that are shorted. @default none */
  readonly gpioShorts?: readonly number[];
}

export type CreateBoardOptions = BoardOptions & BoardTuning;
