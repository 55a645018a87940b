import { isRunning } from '../features/station/slot-look.js';
import { useStation } from '../features/station/station-context.js';
import { useWords } from '../components/use-words.js';
import { LANGUAGES } from '../../shared/contract/app.js';
import { useApp } from './app-store.js';
import { digitOf } from './view-ids.js';
import { VIEWS } from './views.js';

/** Something that can be done from anywhere. */
export interface Command {
  readonly id: string;
  readonly text: string;
  readonly keyName?: string;
  readonly run: () => void;
}

/** What can be done now; what makes no sense now is not there. */
export function useCommands(): readonly Command[] {
  const { t } = useWords();
  const { go, prefer, toggle, preferences } = useApp((state) => state);
  const { run, stop, sync } = useStation((state) => state);
  const running = sync.snapshot?.slots.some(isRunning) === true;
  return [
    ...VIEWS.map(({ id }) => ({
      id: `go-${id}`,
      text: t('ui.palette.goTo', { view: t(`ui.${id}.title`) }),
      keyName: `Ctrl ${digitOf(id)}`,
      run: () => go(id),
    })),
    ...(sync.snapshot?.token == null
      ? []
      : [
          {
            id: 'run-all',
            text: t('ui.keys.runAll'),
            keyName: 'F5',
            run: () => {
              go('station');
              void run('all');
            },
          },
        ]),
    ...(running ? [{ id: 'stop-all', text: t('ui.palette.stopAll'), run: () => void stop('all') }] : []),
    { id: 'keys', text: t('ui.palette.keys'), keyName: 'Ctrl /', run: () => toggle('keys') },
    ...(['dark', 'light', 'system'] as const)
      .filter((theme) => theme !== preferences.theme)
      .map((theme) => ({
        id: `theme-${theme}`,
        text: t('ui.palette.theme', { theme: t(`ui.theme.${theme}`) }),
        run: () => prefer({ theme }),
      })),
    ...LANGUAGES.filter((language) => language !== preferences.language).map((language) => ({
      id: `language-${language}`,
      text: t('ui.palette.language', { language: t(`ui.language.${language}`) }),
      run: () => prefer({ language }),
    })),
  ];
}
