import { expect, it } from 'vitest';
import type { z } from 'zod';

import { PMS_OPERATIONS } from './operations.js';
import { PMS_STREAMS } from './streams.js';

interface Row {
  readonly request: z.ZodType;
  readonly http: { readonly method: string; readonly path: string };
}
const rows: [string, Row][] = [...Object.entries(PMS_OPERATIONS), ...Object.entries(PMS_STREAMS)];

const parameters = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
const shapeOf = (row: Row): Record<string, z.ZodType> =>
  (row.request as unknown as { shape: Record<string, z.ZodType> }).shape;

it('gives each operation and stream an address of its own', () => {
  const addresses = rows.map(([, { http }]) => `${http.method} ${http.path.replace(/\{\w+\}/g, '{}')}`);
  const twice = addresses.filter((address, index) => addresses.indexOf(address) !== index);
  expect(twice).toEqual([]);
});

it.each(rows)('%s has what its path names among its fields, and needs it', (_name, row) => {
  for (const name of parameters(row.http.path)) {
    expect(Object.keys(shapeOf(row))).toContain(name);
    expect(shapeOf(row)[name]?.safeParse(undefined).success).toBe(false);
  }
});

it.each(rows.filter(([, { http }]) => http.method === 'GET' || http.method === 'DELETE'))(
  '%s can be asked by text alone, as a query has it',
  (_name, row) => {
    for (const [field, shape] of Object.entries(shapeOf(row))) {
      const texts = ['5', 'abc', 'QIO', 'csv', 'stock', 'd81f12000001', '2026-01-01T00:00:00Z'];
      expect(
        texts.some((text) => shape.safeParse(text).success),
        field,
      ).toBe(true);
    }
  },
);

it('refuses fields it does not know', () => {
  for (const [name, { request }] of rows) {
    const answer = request.safeParse({ 'no such field': 1 });
    expect(answer.success, name).toBe(false);
  }
});
