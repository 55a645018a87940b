import { join } from 'node:path';

import { z } from 'zod';

import { JsonFile } from './json-file.js';

const Rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export type Rectangle = z.infer<typeof Rectangle>;

const WindowState = z.object({ bounds: Rectangle.nullable(), maximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const MINIMUM_SIZE = { width: 1024, height: 700 };

/** Where the window was. */
export function openWindowState(folder: string): JsonFile<WindowState> {
  return new JsonFile(join(folder, 'window.json'), WindowState, { bounds: null, maximized: false });
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Brings remembered bounds onto the displays that are there today: the one it mostly lies on, shrunk and moved
 * until all of it is inside. Null (let the system place it) when it lies on none, as after a monitor went away.
 * @param areas - work areas of the displays
 */
export function fitBounds(bounds: Rectangle | null, areas: readonly Rectangle[]): Rectangle | null {
  if (bounds === null) return null;
  const [home] = [...areas].sort((a, b) => overlap(b, bounds) - overlap(a, bounds));
  if (home === undefined || overlap(home, bounds) === 0) return null;
  const width = Math.min(Math.max(bounds.width, MINIMUM_SIZE.width), home.width);
  const height = Math.min(Math.max(bounds.height, MINIMUM_SIZE.height), home.height);
  return {
    width,
    height,
    x: Math.min(Math.max(bounds.x, home.x), home.x + home.width - width),
    y: Math.min(Math.max(bounds.y, home.y), home.y + home.height - height),
  };
}
