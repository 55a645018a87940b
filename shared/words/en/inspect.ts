/** Words of the Inspect view, under `ui.inspect`. */
export const inspect = {
  title: 'Inspect',
};
