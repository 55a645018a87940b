import { WORDS } from '../../shared/words/index.js';
import css from './NoCore.module.css';

/** The page was opened without the program behind it: both languages, for there are no preferences to read. */
export function NoCore() {
  return (
    <main className={css.page} role="alert">
      {Object.entries(WORDS).map(([language, { ui }]) => (
        <section key={language} lang={language}>
          <h1>{ui.app.noCoreTitle}</h1>
          <p>{ui.app.noCoreRemedy}</p>
        </section>
      ))}
    </main>
  );
}
