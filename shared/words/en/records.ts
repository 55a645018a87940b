/** Words of the Records view, under `ui.records`. */
export const records = {
  title: 'Records',
};
