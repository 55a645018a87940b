import { useCallback, useState, type RefCallback } from 'react';

/** The height of an element, px, as it changes. @param first - until it has been measured */
export function useHeight(first: number): readonly [RefCallback<HTMLElement>, number] {
  const [height, setHeight] = useState(first);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setHeight(Math.round(entry.contentRect.height));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, height];
}
