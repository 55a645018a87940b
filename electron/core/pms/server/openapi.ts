import { z } from 'zod';

import type { HttpPlace } from '../../../../shared/contract/pms/operation.js';
import { PMS_OPERATIONS } from '../../../../shared/contract/pms/operations.js';
import { PMS_STREAMS } from '../../../../shared/contract/pms/streams.js';
import { ERROR_CODES } from '../../../../shared/errors/codes.js';
import { SHA_HEADER } from '../http/envelope.js';
import { pathFields } from '../http/place.js';

type Json = Record<string, unknown>;

/** `input`: as a caller may give it, with defaults left out. Dates of our own checks and the like stay free. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const schema: Json = { ...z.toJSONSchema(shape, { io, unrepresentable: 'any' }) };
  delete schema['$schema'];
  return schema;
}

const content = (type: string, schema: Json): Json => ({ [type]: { schema } });
const ERROR = { $ref: '#/components/schemas/Error' };

interface Described {
  readonly place: HttpPlace;
  readonly request: z.ZodType;
  readonly role: string;
  readonly body: Json | null;
  readonly reply: Json;
}

function operation(name: string, { place, request, role, body, reply }: Described): Json {
  const schema = schemaOf(request, 'input') as { properties?: Record<string, Json>; required?: string[] };
  const named = pathFields(place.path);
  const properties = Object.entries(schema.properties ?? {});
  const inQuery = place.method === 'GET' || place.method === 'DELETE' || body !== null;
  const parameters = properties
    .filter(([field]) => named.includes(field) || inQuery)
    .map(([field, shape]) => ({
      name: field,
      in: named.includes(field) ? 'path' : 'query',
      required: named.includes(field) || schema.required?.includes(field) === true,
      schema: shape,
    }));
  const rest = Object.fromEntries(properties.filter(([field]) => !named.includes(field)));
  const json = {
    ...schema,
    properties: rest,
    required: (schema.required ?? []).filter((field) => !named.includes(field)),
  };
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    'x-role': role,
    ...(role === 'public' ? { security: [] } : {}),
    parameters,
    ...(body !== null
      ? { requestBody: { required: true, content: body } }
      : inQuery
        ? {}
        : { requestBody: { required: true, content: content('application/json', json) } }),
    responses: {
      '200': reply,
      default: { description: 'Error', content: content('application/json', ERROR) },
    },
  };
}

const binary = { type: 'string', format: 'binary' };

/** The description of everything the server answers (OpenAPI 3.1), made of the same shapes that check it. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  const add = (name: string, described: Described): void => {
    const { path, method } = described.place;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(name, described) };
  };
  for (const [name, { http, request, reply, role }] of Object.entries(PMS_OPERATIONS)) {
    const answer = { description: 'Done', content: content('application/json', schemaOf(reply, 'output')) };
    add(name, { place: http, request, role, body: null, reply: answer });
  }
  for (const [name, stream] of Object.entries(PMS_STREAMS)) {
    const { http: place, request, role } = stream;
    const file = { description: 'The file', content: content('application/octet-stream', binary) };
    // An operation may have the name of a file, and ids are there once.
    const id = `${name}.file`;
    if (stream.direction === 'out') add(id, { place, request, role, body: null, reply: file });
    else {
      const answer = {
        description: 'Done',
        content: content('application/json', schemaOf(stream.reply, 'output')),
      };
      const body = content('application/octet-stream', { ...binary, description: `with ${SHA_HEADER}` });
      add(id, { place, request, role, body, reply: answer });
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kiln PMS', version },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['code', 'data'],
          properties: { code: { type: 'string', enum: Object.keys(ERROR_CODES) }, data: { type: 'object' } },
        },
      },
    },
  };
}
