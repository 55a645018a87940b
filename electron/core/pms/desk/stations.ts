import { macProblem, parseMac } from '../../../../shared/domain/mac.js';
import { maskToken } from '../../../../shared/domain/token.js';
import { isStranger } from '../ledger/token-access.js';
import { tokenRow } from '../ledger/token-rows.js';
import type { NewToken } from '../pms.js';
import type { PmsRules, PmsSession } from '../service.js';
import type { PmsReply, PmsRequest } from '../../../../shared/contract/pms/operations.js';
import type { StorePms } from '../store-pms.js';
import { askerOf, type DeskParts } from './context.js';

type StationRules = Pick<
  PmsRules['operations'],
  | 'token.open'
  | 'token.rules'
  | 'token.create'
  | 'license.allocate'
  | 'license.expose'
  | 'license.written'
  | 'license.validate'
  | 'license.abandon'
  | 'license.lease'
  | 'license.return'
  | 'license.take'
  | 'license.of'
  | 'license.holder'
  | 'mac.check'
  | 'run.start'
  | 'run.heartbeat'
  | 'run.finish'
  | 'run.list'
  | 'run.get'
>;

const bytesOf = (text: string | null): Uint8Array | null =>
  text === null ? null : new Uint8Array(Buffer.from(text, 'base64'));

function newToken(request: PmsRequest<'token.create'>): NewToken {
  const { firmware, country, tests, userConfig, expiresAt, ...rest } = request;
  return {
    ...rest,
    firmware:
      firmware === null ? null : { name: firmware.name, image: bytesOf(firmware.image) ?? new Uint8Array() },
    rules: { country, ...tests, userConfig: bytesOf(userConfig) },
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  };
}

const done = { done: true } as const;

/** Interface Pms, call by call, by whoever asks. */
export function stationRules(desk: DeskParts): StationRules {
  const as = (session: PmsSession): StorePms =>
    desk.pms.askedBy(() => ({ actor: session.email, asker: askerOf(session) }));
  return {
    'token.open': ({ token }, session) => as(session).openToken(token),
    'token.rules': async ({ token }, session) => {
      const { userConfig, ...rules } = await as(session).tokenRules(token);
      return {
        ...rules,
        userConfig: userConfig === null ? null : Buffer.from(userConfig).toString('base64'),
      };
    },
    'token.create': (request, session) => as(session).createToken(newToken(request)),

    'license.allocate': (claim, session) => as(session).reserve(claim),
    'license.expose': (claim, session) =>
      as(session)
        .expose(claim)
        .then(() => done),
    'license.written': (claim, session) =>
      as(session)
        .markWritten(claim)
        .then(() => done),
    'license.validate': (claim, session) =>
      as(session)
        .validate(claim)
        .then(() => done),
    'license.abandon': ({ reason, ...claim }, session) =>
      as(session)
        .abandon(claim, reason)
        .then(() => done),
    'license.lease': async (request, session) => {
      const { licenses, taken, ...batch } = await as(session).lease(request);
      return { ...batch, licenses: [...licenses], taken: [...taken] };
    },
    'license.return': (given, session) =>
      as(session)
        .giveBack(given)
        .then(() => done),
    'license.take': (taking, session) =>
      as(session)
        .take(taking)
        .then(() => done),
    'license.of': async ({ token, mac }, session) => ({ license: await as(session).licenseOf(token, mac) }),
    'license.holder': async ({ uuid }, session) => {
      const holder = await as(session).holderOf(uuid);
      if (holder === null) return { holder };
      const { mac, token } = holder;
      return { holder: { mac, token: token === null ? null : await tokenFor(desk, token, session) } };
    },

    'mac.check': async ({ mac: typed }, session) => {
      const mac = parseMac(typed);
      const given = mac === null ? [] : await as(session).licensesOfMac(mac);
      const holds: PmsReply<'mac.check'>['holds'] = [];
      for (const { uuid, token, state } of given) {
        holds.push({ uuid, token: token === null ? null : await tokenFor(desk, token, session), state });
      }
      return { problem: macProblem(typed), holds };
    },

    'run.start': async ({ startedAt, ...run }, session) => {
      await as(session).startRun({ ...run, startedAt: new Date(startedAt) });
      return done;
    },
    'run.heartbeat': ({ runId }, session) =>
      as(session)
        .heartbeat(runId)
        .then(() => done),
    'run.finish': ({ record }, session) =>
      as(session)
        .finishRun(record)
        .then(() => done),
    'run.list': async ({ limit, from, to }, session) => {
      const range =
        from === undefined || to === undefined ? undefined : { from: new Date(from), to: new Date(to) };
      return { items: [...(await as(session).runs(limit, range))] };
    },
    'run.get': async ({ runId }, session) => ({ record: await as(session).run(runId) }),
  };
}

/** The whole token for whom it is, masked for anybody else. */
async function tokenFor(desk: DeskParts, token: string, session: PmsSession): Promise<string> {
  const row = await desk.store.read((rows) => tokenRow(rows, token));
  return isStranger(row, askerOf(session)) ? maskToken(token) : token;
}
