/** Words of the Settings view, under `ui.settings`. */
export const settings = {
  title: 'Settings',
};
