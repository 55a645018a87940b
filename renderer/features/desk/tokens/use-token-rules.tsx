import type { TokenDetail } from '../../../../shared/contract/pms/tokens.js';
import { formatMac } from '../../../../shared/domain/mac.js';
import { useWords } from '../../../components/use-words.js';

const MEGA = 1024 * 1024;
const mbitOf = (bytes: number) => ({ mbit: (bytes * 8) / MEGA, mb: bytes / MEGA });

/** What a token asks of its boards, as rows of a list. */
export function useTokenRules(token: TokenDetail) {
  const { t } = useWords();
  const { tests, macRule } = token;
  const flash = token.firmware.flashBytes;
  const asked = [
    tests.rssi === null ? null : t('ui.desk.tokens.rssi', { ssid: tests.rssi.ssid, min: tests.rssi.min }),
    tests.gpio ? t('ui.desk.tokens.gpio') : null,
    tests.userConfig ? t('ui.desk.tokens.userConfig') : null,
  ].filter((test) => test !== null);
  return [
    { name: t('ui.desk.tokens.columns.country'), value: token.country ?? t('ui.desk.tokens.noCountry') },
    {
      name: t('ui.desk.tokens.tests'),
      value: asked.length === 0 ? t('ui.desk.tokens.noTests') : asked.join(', '),
    },
    {
      name: t('ui.desk.tokens.macs'),
      value:
        macRule === null ? (
          t('ui.desk.tokens.anyMac')
        ) : (
          <span className="mono">
            {formatMac(macRule.from)} – {formatMac(macRule.to)}
          </span>
        ),
    },
    {
      name: t('ui.desk.tokens.flash'),
      value: flash == null ? t('ui.desk.tokens.anyFlash') : t('ui.desk.firmware.mbit', mbitOf(flash)),
    },
    { name: t('ui.desk.licenseKind'), value: t(`ui.desk.kinds.${token.licenseKind}`) },
  ];
}
