import { Readable } from 'node:stream';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import {
  PMS_STREAMS,
  type PmsDownload,
  type PmsDownloadName,
} from '../../../../shared/contract/pms/streams.js';
import { SHA_HEADER } from '../http/envelope.js';
import { routePath } from '../http/place.js';
import type { Outgoing, PmsService } from '../service.js';
import { askedOf } from './operation-routes.js';
import { whoAsks } from './who.js';

/** What part is asked for: null for the whole, `bad` for one that does not exist. Several parts are given as the whole. */
export function rangeOf(
  header: string | undefined,
  bytes: number,
): { readonly start: number; readonly end: number } | 'bad' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = found ?? [];
  if (found === null || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start > end || start >= bytes || (from === '' && Number(to) === 0) ? 'bad' : { start, end };
}

/** A part is good for who has the beginning of the same file; of another one they get the whole. */
function wantedRange({ headers }: FastifyRequest, { bytes, sha256 }: Outgoing): ReturnType<typeof rangeOf> {
  if (bytes === null) return null;
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== `"${sha256}"`) return null;
  return rangeOf(headers.range, bytes);
}

function send(request: FastifyRequest, reply: FastifyReply, file: Outgoing): FastifyReply {
  const { name, mediaType, bytes, sha256 } = file;
  void reply
    .type(mediaType)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  if (sha256 !== null) void reply.header('etag', `"${sha256}"`).header(SHA_HEADER, sha256);
  if (bytes === null) return reply.send(Readable.from(file.read()));
  void reply.header('accept-ranges', 'bytes');
  const range = wantedRange(request, file);
  if (range === 'bad') return reply.code(416).header('content-range', `bytes */${bytes}`).send();
  if (range === null) return reply.header('content-length', bytes).send(Readable.from(file.read()));
  return reply
    .code(206)
    .header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
    .header('content-length', range.end - range.start + 1)
    .send(Readable.from(file.read(range)));
}

/** A route a file that may go out; in parts where its length is known. */
export function downloadRoutes(server: FastifyInstance, service: PmsService): void {
  for (const [key, row] of Object.entries(PMS_STREAMS)) {
    if (row.direction !== 'out') continue;
    const name = key as PmsDownloadName;
    const { method, path } = (row as PmsDownload).http;
    server.route({
      method,
      url: routePath(path),
      async handler(request, reply) {
        const session = await whoAsks(service, request);
        return send(request, reply, await service.send(name, askedOf(request), session));
      },
    });
  }
}
