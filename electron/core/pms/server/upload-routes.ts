import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { FastifyInstance } from 'fastify';

import { PMS_STREAMS, type PmsUpload, type PmsUploadName } from '../../../../shared/contract/pms/streams.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { SHA_HEADER } from '../http/envelope.js';
import { routePath } from '../http/place.js';
import type { PmsService } from '../service.js';
import { fieldsFrom } from './operation-routes.js';
import { whoAsks } from './who.js';

/** Writes a body to a file and checks what it is. @throws KilnError UPLOAD_DAMAGED, LIST_TOO_LONG */
async function keep(
  body: Readable,
  path: string,
  { sha256, maxBytes }: { sha256: string; maxBytes: number },
) {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    body,
    async function* measured(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new KilnError('UPLOAD_TOO_LARGE', { max: maxBytes });
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  if (hash.digest('hex') !== sha256) throw new KilnError('UPLOAD_DAMAGED', { bytes });
}

/** A route a file that may come in: kept in a folder of its own until the rules have taken it. */
export function uploadRoutes(server: FastifyInstance, service: PmsService, temporary: string): void {
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  for (const [key, row] of Object.entries(PMS_STREAMS)) {
    if (row.direction !== 'in') continue;
    const name = key as PmsUploadName;
    const { http, maxBytes } = row as PmsUpload;
    server.route({
      method: http.method,
      url: routePath(http.path),
      bodyLimit: maxBytes,
      async handler(request) {
        const session = await whoAsks(service, request);
        // Before a byte of it is taken in.
        service.requireStream(name, session);
        const sha256 = String(request.headers[SHA_HEADER] ?? '');
        if (!/^[0-9a-f]{64}$/.test(sha256)) {
          throw new KilnError('BAD_REQUEST', { channel: name, detail: SHA_HEADER });
        }
        const folder = await mkdtemp(join(temporary, 'upload-'));
        try {
          const path = join(folder, 'content');
          await keep(request.body as Readable, path, { sha256, maxBytes });
          const { query, params } = request;
          return await service.receive(name, fieldsFrom(query, params), {
            session,
            content: { path },
          });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    });
  }
}
