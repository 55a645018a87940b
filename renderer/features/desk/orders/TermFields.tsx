import { useMemo } from 'react';

import { COUNTRIES } from '../../../../shared/domain/country.js';
import { useLanguage, useWords } from '../../../components/use-words.js';
import { CheckField, PickField, TextField } from '../kit/Field.js';
import css from './OrderDialog.module.css';
import type { OrderTerms } from './order-terms.js';

const ANY = 'any';

interface Props {
  readonly terms: OrderTerms;
  readonly onChange: (change: Partial<OrderTerms>) => void;
}

/** What the token of an order is to ask of its boards, and when it is good. */
export function TermFields({ terms, onChange }: Props) {
  const { t } = useWords();
  const language = useLanguage();
  const countries = useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return COUNTRIES.map((value) => ({ value, label: `${value}  ${names.of(value) ?? ''}` }));
  }, [language]);
  return (
    <fieldset className={css.terms}>
      <legend className={css.legend}>{t('ui.desk.orders.terms')}</legend>
      <div className={css.three}>
        <TextField
          label={t('ui.desk.orders.effective')}
          value={terms.effective}
          onChange={(effective) => onChange({ effective })}
          type="date"
        />
        <TextField
          label={t('ui.desk.orders.expires')}
          value={terms.expires}
          onChange={(expires) => onChange({ expires })}
          type="date"
        />
        <TextField
          label={t('ui.desk.orders.lowWater')}
          value={terms.lowWater}
          onChange={(lowWater) => onChange({ lowWater })}
          type="number"
          min={0}
          placeholder={t('ui.desk.orders.lowWaterHint')}
        />
        <PickField
          label={t('ui.desk.tokens.columns.country')}
          value={terms.country === '' ? ANY : terms.country}
          choices={[{ value: ANY, label: t('ui.desk.orders.anyCountry') }, ...countries]}
          onPick={(country) => onChange({ country: country === ANY ? '' : country })}
          searchable
        />
        <TextField
          label={t('ui.desk.orders.ssid')}
          value={terms.ssid}
          onChange={(ssid) => onChange({ ssid })}
          placeholder={t('ui.desk.orders.noTest')}
        />
        <TextField
          label={t('ui.desk.orders.rssiMin')}
          value={terms.rssiMin}
          onChange={(rssiMin) => onChange({ rssiMin })}
          type="number"
          min={-120}
          max={0}
          disabled={terms.ssid === ''}
        />
        <TextField
          label={t('ui.desk.orders.macFrom')}
          value={terms.macFrom}
          onChange={(macFrom) => onChange({ macFrom })}
          mono
          placeholder={t('ui.desk.tokens.anyMac')}
        />
        <TextField
          label={t('ui.desk.orders.macTo')}
          value={terms.macTo}
          onChange={(macTo) => onChange({ macTo })}
          mono
          placeholder={t('ui.desk.tokens.anyMac')}
        />
        <div className={css.gpio}>
          <CheckField
            label={t('ui.desk.orders.gpio')}
            checked={terms.gpio}
            onChange={(gpio) => onChange({ gpio })}
          />
        </div>
      </div>
    </fieldset>
  );
}
