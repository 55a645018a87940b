import { licenseRecord, UNPROVISIONED } from '../application/license.js';
import type { Personality } from '../application/personality.js';
import { letters, type SyntheticLicense } from './license.js';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The home network of every paired board: what no report may show. */
export const HOME_WIFI = { ssid: 'kiln-home', password: 'not-a-real-password' } as const;

/** Values by key, as text, in the order in which a module writes them. */
export type Values = readonly (readonly [key: string, value: string])[];

/** After the first start: what stands there without a license (authorization §5.6). */
export function firstValues({ platform }: Personality): Values {
  return [
    ['em_sys_env', `${platform}\0`],
    ['baud_cfg', '{"baud":9600}\0'],
  ];
}

/** `gw_bi` and `gw_wsm` as 07 leaves them. */
export function licenseValues(personality: Personality, license: SyntheticLicense): Values {
  const record = licenseRecord(personality, {
    uuid: license.uuid,
    authKey: license.authKey,
    psk: license.psk,
    apSsid: 'SmartLife',
    apPassword: null,
    prodTest: false,
    facPin: license.facPin,
  });
  return [
    ['gw_bi', JSON.stringify(record)],
    ['gw_wsm', UNPROVISIONED],
  ];
}

/** `gw_wsm` of a module in a home: provisioned by `nc_tp`, activated, the password in base64. */
export function pairedState(ncTp: number): string {
  return JSON.stringify({
    nc_tp: ncTp,
    ssid: HOME_WIFI.ssid,
    passwd: Buffer.from(HOME_WIFI.password).toString('base64'),
    md: 0,
    random: 0,
    wfb64: 1,
    stat: 2,
    token: letters('token', 8, LOWER),
    region: 'EU',
    reg_key: '',
    dns_prio: 0,
  });
}

/** What pairing and activation add; provisioned by smartconfig (3) on T, Bluetooth and Wi-Fi (12) on N. */
export function pairedValues(personality: Personality, seed: string): Values {
  const ofN = personality.tellsFacPin;
  const schema = letters(`schema ${seed}`, 10, LOWER);
  const shortUrl = 'a'.repeat(6);
  return [
    ['gw_wsm', pairedState(ofN ? 12 : 3)],
    [
      'gw_di',
      JSON.stringify({
        abi: 0,
        id: letters(`device ${seed}`, 22, LOWER),
        swv: '1.0.0',
        bv: '40.00',
        pv: '2.2',
        lpv: '3.3',
        pk: letters(`pid ${seed}`, 16, LOWER),
        firmk: `key${letters(`firmk ${seed}`, 13, LOWER)}`,
        cadv: '',
        dev_sw_ver: '1.0.0',
        s_id: schema,
        dtp: 0,
        sync: 0,
        attr_num: 0,
        mst_tp_0: 0,
        mst_ver_0: '',
        mst_tp_1: 0,
        mst_ver_1: '',
      }),
    ],
    [
      'gw_ai',
      JSON.stringify({
        key: letters(`local ${seed}`, 16),
        lckey: letters(`secure ${seed}`, 16),
        h_url: `http://${shortUrl}.example.invalid/d.json`,
        hs_url: `https://${shortUrl}.example.invalid/d.json`,
        hs_psk: '',
        m_url: 'm1.example.invalid:1883',
        ms_url: 'm1.example.invalid:8883',
        time_z: '+01:00',
        s_time_z: '',
      }),
    ],
    [
      schema,
      `${JSON.stringify([1, 2, 7].map((id) => ({ id, mode: 'rw', type: 'obj', property: { type: 'bool' } })))}\0`,
    ],
    ['timer_arr', '[]'],
    ['user_param_key', '{rl1_pin:6,rl1_lv:1,bt1_pin:8,bt1_lv:0,netled_pin:24,netled_lv:0,crc:61,}'],
    ...(personality.country === 'own-key'
      ? [['kv.ccode.mf', 'DE'] as const, ['rcs.active', '1\0'] as const]
      : []),
  ];
}

/** What fifteen minutes of continuous running leave (authorization §1.1). */
export const CLOSED: Values = [['mf_test_close', 'true\0']];
