/** Words of the Desk view, under `ui.desk`. */
export const desk = {
  title: 'Desk',
};
