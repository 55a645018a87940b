import css from './icons.module.css';

const PATHS = {
  station: 'M3.5 3.5h5v5h-5Zm8 0h5v5h-5Zm-8 8h5v5h-5Zm8 0h5v5h-5Z',
  writer: 'M10 3v9.5m-4-3.8 4 4 4-4M3.5 15.5h13',
  inspect: 'M8.7 3.5a5.2 5.2 0 1 1 0 10.4 5.2 5.2 0 0 1 0-10.4Zm3.8 9 4 4',
  desk: 'M3 5.5h14M3 10h14M3 14.5h14M7.5 3.5v4m5 .5v4m-5 .5v4',
  records: 'M4 16.5v-6m4 6v-13m4 13v-9m4 9v-4',
  settings: 'M3 6h8m4 0h2M3 14h2m4 0h8M13 4v4M7 12v4',
  key: 'M12.8 3.5a3.7 3.7 0 1 1-2.6 6.3L4 16v.5h2.5v-2H9v-2l1.6-1.6M13.6 6.4h.1',
  keyStruck: 'M12.8 3.5a3.7 3.7 0 1 1-2.6 6.3L4 16v.5h2.5v-2H9v-2l1.6-1.6M3 3l14 14',
  moon: 'M16.5 11.6A6.8 6.8 0 0 1 8.4 3.5a6.8 6.8 0 1 0 8.1 8.1Z',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 1.8v1.7m0 13v1.7M1.8 10h1.7m13 0h1.7M4.2 4.2l1.2 1.2m9.2 9.2 1.2 1.2m0-11.6-1.2 1.2m-9.2 9.2-1.2 1.2',
  system: 'M3 4.5h14v9H3Zm5 12h4m-2-3v3',
  close: 'm5.5 5.5 9 9m0-9-9 9',
  chevron: 'm5.5 8 4.5 4.5L14.5 8',
  tick: 'm4.5 10.5 3.7 3.7 7.3-8.2',
  cross: 'm5.5 5.5 9 9m0-9-9 9',
  lock: 'M5.5 9h9v7h-9ZM7.3 9V6.5a2.7 2.7 0 0 1 5.4 0V9',
  file: 'M5 2.8h6.2L15 6.6v10.6H5ZM11 2.8v4h4',
  attention: 'M10 3.2 17.2 16H2.8ZM10 8v4m0 1.8v.4',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon of 16 px in the colour of the text around it. The words beside it carry the meaning. */
export function Icon({
  name,
  className = '',
}: {
  readonly name: IconName;
  readonly className?: string | undefined;
}) {
  return (
    <svg viewBox="0 0 20 20" className={`${css.icon} ${className}`} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The brand mark; the only ember that is not an action. */
export function Flame() {
  return (
    <svg viewBox="0 0 20 20" className={css.flame} aria-hidden="true">
      <path d="M10.6 1.2c.4 3-3.9 4.6-3.9 8.6 0 .5.1 1 .3 1.5-.9-.4-1.4-1.3-1.5-2.4C4.3 10 3.9 11 3.9 12.2c0 2.6 2.3 3.8 6.1 3.8s6.1-1.4 6.1-4.2c0-3.7-3.9-5.2-3.3-8.3-.3.2-1 .7-1.3 1.7-.3-1.2-.1-2.6-.9-4Z" />
      <path d="M3.5 17.4h13v1.4h-13Z" className={css.hearth} />
    </svg>
  );
}
