import { SECTOR } from '../../../shared/domain/chip.js';

/** Least height of a region on the map, px: RF + MAC is 1 px true. */
const LEAST = 3;

/** Flash offsets to px from the top of a bar, and back. */
export interface Scale {
  readonly y: (offset: number) => number;
  /** The sector at a height, clamped to the flash. */
  readonly sectorAt: (y: number) => number;
  readonly height: number;
}

export function scaleOf(flashBytes: number, height: number): Scale {
  return {
    height,
    y: (offset) => (Math.min(flashBytes, Math.max(0, offset)) / flashBytes) * height,
    sectorAt: (y) => {
      const offset = (y / Math.max(1, height)) * flashBytes;
      return Math.min(flashBytes - SECTOR, Math.max(0, Math.floor(offset / SECTOR) * SECTOR));
    },
  };
}

/** Where a range is drawn: whole px, at least 3 of them, inside the bar. */
export function boxOf(
  scale: Scale,
  start: number,
  end: number,
): { readonly top: number; readonly height: number } {
  const top = Math.round(scale.y(start));
  const height = Math.max(LEAST, Math.round(scale.y(end)) - top);
  return { top: Math.max(0, Math.min(top, Math.round(scale.height) - height)), height };
}

/** A label beside the bar. `anchor`: px where its leader line starts; `height`: px it needs. */
export interface Label {
  readonly id: string;
  readonly anchor: number;
  readonly height: number;
}

/** Half of the first line of a label: where its leader line arrives. */
const MIDDLE = 9;

/**
 * Tops of the labels: each as near to its anchor as can be, in the order of the anchors, none over another, all
 * within `room` where they fit.
 */
export function placeLabels(labels: readonly Label[], room: number): ReadonlyMap<string, number> {
  const sorted = [...labels].sort((a, b) => a.anchor - b.anchor);
  const tops: number[] = [];
  let free = 0;
  for (const { anchor, height } of sorted) {
    const top = Math.max(free, anchor - MIDDLE);
    tops.push(top);
    free = top + height;
  }
  // What ran over the end slides up, and pushes what is in its way.
  let end = room;
  for (let index = sorted.length - 1; index >= 0; index -= 1) {
    const height = sorted[index]?.height ?? 0;
    const top = Math.min(tops[index] ?? 0, end - height);
    tops[index] = top;
    end = top;
  }
  // Too many for the room: the order counts more than the end.
  free = 0;
  return new Map(
    sorted.map(({ id, height }, index) => {
      const top = Math.max(free, tops[index] ?? 0);
      free = top + height;
      return [id, top];
    }),
  );
}

/** Offsets of the ruler: eight or fewer steps of a round size, the end included. */
export function ticksOf(flashBytes: number): readonly number[] {
  const step = flashBytes / 8;
  return Array.from({ length: 9 }, (_, index) => index * step);
}
