/** Words of the Writer view, under `ui.writer`. */
export const writer = {
  title: 'Writer',
};
