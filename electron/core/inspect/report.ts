import type { InspectReport } from '../../../shared/contract/inspect.js';
import { maskSecret } from '../../../shared/domain/license.js';
import type { BoardFacts, DetectReport } from '../beken/api.js';
import type { Fingerprint } from '../tuya/api.js';
import { licenseIn, redactedText, valuesOf, type DecodedStorage } from '../tuya/storage/index.js';
import type { Findings } from './plan.js';
import { planUnlock, planWipe } from './plan.js';
import { applicationHeader, sourceOf } from './snapshot.js';

export interface ReportOptions {
  /** License secrets whole. Wi-Fi passwords stay hidden. @default false */
  readonly reveal?: boolean;
  /** Of a live board. */
  readonly facts?: BoardFacts;
  readonly bootloader?: DetectReport['bootloader'];
  /** What the running application said of itself, where it was asked. */
  readonly fingerprint?: Fingerprint | null;
}

const FORMATS = { old: '0x98761234', new: '0x135726AB' } as const;

function verdict({ layout, damaged, sectors, copies, key }: DecodedStorage): InspectReport['storage'] {
  if (!layout) return copies.some(({ health }) => health === 'sound') ? 'restorable' : 'none';
  const torn = sectors.some(({ health }) => health === 'torn' || health === 'unread');
  return damaged.length > 0 || torn || key?.whole === false ? 'worn' : 'sound';
}

function firmware(findings: Findings, { fingerprint }: ReportOptions): InspectReport['firmware'] {
  if (fingerprint) return { ...fingerprint, source: 'running' };
  const header = applicationHeader(sourceOf(findings.snapshot));
  if (header?.version) return { name: null, version: header.version, source: 'image' };
  const noted = findings.meaning.softwareVersion;
  return { name: null, version: noted, source: noted === null ? null : 'storage' };
}

function hexBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

function bootloader({ facts, bootloader: found }: ReportOptions): InspectReport['bootloader'] {
  if (!facts && !found) return null;
  const crc = found ? `0x${found.crc.toString(16).toUpperCase().padStart(8, '0')}` : null;
  return { name: found?.name ?? null, version: facts?.bootVersion ?? null, crc };
}

/** What a person and a program are told of a board: masked, and with the plan of every repair. */
export function reportOf(findings: Findings, options: ReportOptions = {}): InspectReport {
  const { snapshot, storage, meaning } = findings;
  const { reveal = false, facts } = options;
  const shown = (secret: string | null | undefined): string | null =>
    secret == null ? null : reveal ? secret : maskSecret(secret);
  const { layout } = storage;
  const { license } = meaning;
  return {
    authorized: meaning.authorized,
    source: meaning.source,
    country: meaning.country,
    provisioned: meaning.provisioned,
    ncTp: meaning.ncTp,
    deviceId: meaning.deviceId,
    pid: meaning.pid,
    firmwareKey: meaning.firmwareKey,
    env: meaning.env,
    productionTestClosed: meaning.productionTestClosed,
    chip: snapshot.facts?.chip ?? null,
    flashId: facts?.flashId ? hexBytes(facts.flashId) : null,
    flashBytes: snapshot.facts?.flashBytes ?? null,
    bootloader: bootloader(options),
    mac: snapshot.mac,
    firmware: firmware(findings, options),
    keySector: storage.key?.address ?? null,
    format: layout && FORMATS[layout.format],
    geometry: layout && { blocks: layout.blocks, swap: storage.sectors.length - layout.blocks },
    storage: verdict(storage),
    uuid: license?.uuid ?? null,
    authkey: shown(license?.authkey),
    pskKey: shown(license?.pskKey),
    facPin: shown(license?.facPin),
    entries: storage.entries.map(({ value, ...entry }) => ({
      ...entry,
      text: redactedText(entry.key, value, reveal),
    })),
    damaged: [...storage.damaged],
    sectors: [...storage.sectors],
    copies: storage.copies.map(({ address, health, writeCounter, records }) => ({
      address,
      health,
      writeCounter,
      uuid: licenseIn(valuesOf(records))?.uuid ?? null,
      keys: records.map(({ key }) => key),
    })),
    repairs: [planUnlock(findings), planWipe(findings)],
    digest: snapshot.digest,
  };
}
