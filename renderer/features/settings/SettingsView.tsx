import { LANGUAGES, type Preferences } from '../../../shared/contract/app.js';
import { useApp } from '../../app/app-store.js';
import { Pick } from '../../components/Pick.js';
import { useWords } from '../../components/use-words.js';
import { Books } from './Books.js';
import { KeyPart } from './KeyPart.js';
import { Part } from './Part.js';
import { Policies } from './Policies.js';
import css from './Settings.module.css';

function General() {
  const { t } = useWords();
  const { preferences, prefer } = useApp((state) => state);
  const themes: Preferences['theme'][] = ['dark', 'light', 'system'];
  return (
    <Part title={t('ui.settings.general')}>
      <div className={css.field}>
        <span>{t('ui.language.label')}</span>
        <Pick
          label={t('ui.language.label')}
          value={preferences.language}
          choices={LANGUAGES.map((id) => ({ value: id, label: t(`ui.language.${id}`) }))}
          onPick={(id) => prefer({ language: id as Preferences['language'] })}
        />
      </div>
      <div className={css.field}>
        <span>{t('ui.settings.theme')}</span>
        <Pick
          label={t('ui.settings.theme')}
          value={preferences.theme}
          choices={themes.map((id) => ({ value: id, label: t(`ui.theme.${id}`) }))}
          onPick={(id) => prefer({ theme: id as Preferences['theme'] })}
        />
      </div>
    </Part>
  );
}

function About() {
  const { t } = useWords();
  const info = useApp((state) => state.info);
  if (info === null) return null;
  const rows = [
    [t('ui.settings.station'), info.station],
    [t('ui.keys.version'), `Kiln ${info.version}`],
    [t('ui.keys.runtime'), `Electron ${info.electron}, ${info.platform}`],
    [t('ui.keys.dataFolder'), info.dataFolder],
  ] as const;
  return (
    <Part title={t('ui.settings.about')}>
      {rows.map(([name, value]) => (
        <div key={name} className={css.field}>
          <span>{name}</span>
          <span className="selectable">{value}</span>
        </div>
      ))}
    </Part>
  );
}

/** Settings: the station as it likes it. */
export function SettingsView() {
  const { t } = useWords();
  return (
    <main className={css.view} aria-label={t('ui.settings.title')}>
      <General />
      <Books />
      <Policies />
      <KeyPart />
      <About />
    </main>
  );
}
