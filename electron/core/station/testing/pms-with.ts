import type { Pms } from '../../pms/pms.js';

/** The real books, but for some of their calls: what a PMS elsewhere may answer and the embedded one has no way to. */
export function pmsWith(pms: Pms, change: Partial<Pms>): Pms {
  return new Proxy(pms, {
    get(target, name) {
      const own: unknown = Reflect.get(change, name) ?? Reflect.get(target, name, target);
      return typeof own === 'function' && !(name in change) ? (own.bind(target) as unknown) : own;
    },
  });
}
