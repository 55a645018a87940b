import fc from 'fast-check';
import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';

import { PMS_OPERATIONS } from '../../../../shared/contract/pms/operations.js';
import { PMS_STREAMS } from '../../../../shared/contract/pms/streams.js';
import { onWire, pathFields, routePath } from './place.js';

const PLACES = [...Object.entries(PMS_OPERATIONS), ...Object.entries(PMS_STREAMS)].map(
  ([name, { http }]) => [name, http] as const,
);

describe('every place of the tables', () => {
  test('is one route, and a request made for it arrives there with its fields', async () => {
    const server = Fastify();
    for (const [name, { method, path }] of PLACES) {
      server.route({ method, url: routePath(path), handler: ({ params }) => ({ name, params }) });
    }
    const field = fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PLACES),
        fc.array(field, { minLength: 4, maxLength: 4 }),
        async ([name, place], values) => {
          const fields = pathFields(place.path);
          const request = Object.fromEntries(fields.map((key, index) => [key, values[index] ?? 'x']));
          // A dot alone is a step in a path to every client there is; no key of ours is one.
          fc.pre(Object.values(request).every((value) => !/^\.{1,2}$/.test(value)));
          const { target } = onWire(place, request);
          const answer = await server.inject({ method: place.method, url: target });
          expect(answer.json()).toEqual({ name, params: request });
        },
      ),
      {
        numRuns: 300,
        examples: [
          [
            ['token.open', PMS_OPERATIONS['token.open'].http],
            ['\u2028 ', ' ', ' ', ' '],
          ],
        ],
      },
    );
  });
});

test('what is not in the path goes into the query or into the body', () => {
  const place = { method: 'GET', path: '/v1/runs/{runId}' } as const;
  expect(onWire(place, { runId: 'a/b', limit: 3, text: 'x y', none: undefined })).toEqual({
    target: '/v1/runs/a%2Fb?limit=3&text=x+y',
    body: null,
  });
  expect(onWire({ ...place, method: 'POST' }, { runId: 'r', n: 1 })).toEqual({
    target: '/v1/runs/r',
    body: { n: 1 },
  });
  expect(() => onWire(place, { runId: '' })).toThrow('BAD_REQUEST');
});
