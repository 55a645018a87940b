import {
  N_1_3_21,
  N_2_0_2,
  N_2_1_17,
  N_3_1_17,
  N_3_1_28,
  T_1_1_71,
  TUYAOS_3_3,
  type Personality,
} from '../application/personality.js';
import {
  TUYAOPEN,
  TUYAOPEN_OLD,
  TUYAOPEN_T5,
  type TuyaOpenGeneration,
} from '../application/tuyaopen/generation.js';

/** What may run at 0x11000. */
export type App =
  | { readonly kind: 'tuya'; readonly personality: Personality }
  | { readonly kind: 'tuyaopen'; readonly generation: TuyaOpenGeneration }
  | { readonly kind: 'silent' | 'heartbeat' | 'babble' | 'reboot-word' };

export interface AppEntry {
  readonly app: App;
  /** One line for `kiln sim --help`. */
  readonly says: string;
  /** The class of chip it was built for; null: any. */
  readonly builtFor: 'T' | 'N' | null;
}

const tuya = (builtFor: 'T' | 'N', personality: Personality, says: string): AppEntry => ({
  app: { kind: 'tuya', personality },
  says: `${personality.name}: ${says}`,
  builtFor,
});
const tuyaopen = (generation: TuyaOpenGeneration, says: string): AppEntry => ({
  app: { kind: 'tuyaopen', generation },
  says,
  builtFor: null,
});
const odd = (kind: 'silent' | 'heartbeat' | 'babble' | 'reboot-word', says: string): AppEntry => ({
  app: { kind },
  says,
  builtFor: null,
});

/** Every application the simulator can be told to run, by the name that `kiln sim --app` takes. */
export const APPS = {
  't-1.1.71': tuya('T', T_1_1_71, 'enter reply 03 0C, no protected copy'),
  'n-1.3.21': tuya('N', N_1_3_21, 'as 2.1.17'),
  'n-2.0.2': tuya('N', N_2_0_2, 'as 2.1.17'),
  'n-2.1.17': tuya('N', N_2_1_17, 'enter reply 03 0C, old format, protected sector without mirror'),
  'n-3.1.17': tuya('N', N_3_1_17, 'as 3.1.28'),
  'n-3.1.28': tuya('N', N_3_1_28, 'enter reply 13 08, new format, protected sector and mirror'),
  'tuyaos-3.3': tuya('N', TUYAOS_3_3, 'enter reply 03 0C, new format, protected sector and mirror'),
  tuyaopen: tuyaopen(TUYAOPEN, 'TuyaOpen: text shell at 115200'),
  'tuyaopen-old': tuyaopen(TUYAOPEN_OLD, 'TuyaOpen before it could silence its log; placeholder license'),
  'tuyaopen-t5': tuyaopen(TUYAOPEN_T5, 'TuyaOpen with one-time cells'),
  silent: odd('silent', 'runs and says nothing'),
  heartbeat: odd('heartbeat', 'TuyaMCU application without a test window'),
  babble: odd('babble', 'heartbeats without a pause, deaf to the host'),
  'reboot-word': odd('reboot-word', 'a foreign shell at 115200 that knows `reboot` and nothing else'),
} as const satisfies Readonly<Record<string, AppEntry>>;

export type AppName = keyof typeof APPS;

export const APP_NAMES = Object.keys(APPS) as readonly AppName[];

export const isAppName = (name: string): name is AppName => Object.hasOwn(APPS, name);
