import { LANGUAGES, type Preferences } from '../../shared/contract/app.js';
import { ActionButton } from '../components/ActionButton.js';
import { Flame, Icon } from '../components/icons.js';
import { Pick } from '../components/Pick.js';
import { useApp } from './app-store.js';
import { PmsItem } from './PmsItem.js';
import css from './TopBar.module.css';
import { useWords } from '../components/use-words.js';

const NEXT_THEME: Readonly<Record<Preferences['theme'], Preferences['theme']>> = {
  dark: 'light',
  light: 'system',
  system: 'dark',
};
const THEME_ICON = { dark: 'moon', light: 'sun', system: 'system' } as const;

/** The two ways to everything: find it, or look up its key. */
function Helpers() {
  const { t } = useWords();
  const toggle = useApp((state) => state.toggle);
  return (
    <>
      <ActionButton look="quiet" keyName="Ctrl K" aria-haspopup="dialog" onClick={() => toggle('palette')}>
        {t('ui.palette.find')}
      </ActionButton>
      <ActionButton look="quiet" keyName="Ctrl /" aria-haspopup="dialog" onClick={() => toggle('keys')}>
        {t('ui.keys.open')}
      </ActionButton>
    </>
  );
}

/** What program and station this is; keys, language, theme. */
export function TopBar() {
  const { t } = useWords();
  const info = useApp((state) => state.info);
  const { theme, language } = useApp((state) => state.preferences);
  const prefer = useApp((state) => state.prefer);
  const next = NEXT_THEME[theme];
  const themeLabel = t('ui.theme.label', { now: t(`ui.theme.${theme}`), next: t(`ui.theme.${next}`) });
  return (
    <header className={css.bar}>
      <h1 className={css.brand}>
        <Flame /> Kiln
      </h1>
      {info !== null && <span className={css.station}>{info.station}</span>}
      <PmsItem />
      {info?.testPackage === true && <span className={css.item}>{t('ui.app.testPackage')}</span>}
      <div className={css.tools}>
        <Helpers />
        <Pick
          label={t('ui.language.label')}
          look="quiet"
          className={css.language}
          value={language}
          choices={LANGUAGES.map((id) => ({ value: id, label: t(`ui.language.${id}`) }))}
          onPick={(id) => prefer({ language: id as Preferences['language'] })}
        />
        <button
          type="button"
          className={css.theme}
          aria-label={themeLabel}
          title={themeLabel}
          onClick={() => prefer({ theme: next })}
        >
          <Icon name={THEME_ICON[theme]} />
        </button>
      </div>
    </header>
  );
}
