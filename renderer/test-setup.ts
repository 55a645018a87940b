import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// happy-dom has no layout: these three are asked for by Mantine and never fire.
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver = NoResize;
window.matchMedia = (media: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as MediaQueryList;
Element.prototype.scrollIntoView = () => undefined;

afterEach(cleanup);
