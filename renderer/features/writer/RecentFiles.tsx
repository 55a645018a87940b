import { Menu } from '@mantine/core';

import { ActionButton } from '../../components/ActionButton.js';
import { Icon } from '../../components/icons.js';
import { useWords } from '../../components/use-words.js';
import { isRunning } from './model.js';
import css from './RecentFiles.module.css';
import { useSnapshot, useWriter } from './writer-store.js';

/** Files that were opened before, by their names. */
export function RecentFiles() {
  const { t } = useWords();
  const { recent, job } = useSnapshot();
  const openRecent = useWriter((state) => state.openRecent);
  if (recent.length === 0) return null;
  return (
    <Menu
      position="bottom-end"
      width={300}
      offset={4}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: css.dropdown ?? '', item: css.item ?? '' }}
    >
      <Menu.Target>
        <ActionButton
          className={css.button ?? ''}
          look="quiet"
          disabled={isRunning(job)}
          aria-label={t('ui.writer.recent')}
          title={t('ui.writer.recent')}
        >
          <Icon name="chevron" />
        </ActionButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('ui.writer.recent')}>
        {recent.map(({ id, name, folder }) => (
          <Menu.Item key={id} onClick={() => void openRecent(id)}>
            <span className={css.name}>{name}</span>
            <span className={css.folder}>{folder}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
