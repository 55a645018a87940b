/** The views by the order of their keys; the words of one are `ui.<id>`. */
export const VIEW_IDS = ['station', 'writer', 'inspect', 'desk', 'records', 'settings'] as const;
export type ViewId = (typeof VIEW_IDS)[number];

/** 1-based: the digit that opens a view together with Ctrl. */
export function digitOf(id: ViewId): number {
  return VIEW_IDS.indexOf(id) + 1;
}
