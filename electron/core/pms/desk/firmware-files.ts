import { readFile } from 'node:fs/promises';

import type { FileKind, FirmwareVersion } from '../../../../shared/contract/pms/products.js';
import { CHIPS } from '../../../../shared/domain/chip.js';
import type { FirmwareFacts } from '../../../../shared/domain/firmware.js';
import { KilnError } from '../../../../shared/errors/kiln-error.js';
import { identifyFirmware } from '../../firmware/identify.js';
import { keepFirmware } from '../ledger/new-token.js';
import { refuseStranger } from '../ledger/token-access.js';
import { tokenKey, tokenRow } from '../ledger/token-rows.js';
import { maskToken } from '../../../../shared/domain/token.js';
import type { Outgoing, PmsRules } from '../service.js';
import { query } from '../store/query.js';
import { askerOf, unknown, type DeskParts } from './context.js';
import { wholeFile } from './outgoing.js';
import { refuseInUse } from './products.js';
import { versionFrom, versionRow, type VersionRow } from './version-rows.js';

interface Upload {
  readonly versionId: string;
  readonly kind: FileKind;
  readonly name: string;
}

/**
 * A file is what its content is. The version is checked in the update package only: in QIO and UA the packer writes a
 * version of its own, which is shown and decides nothing (protocol §12.2).
 * @throws KilnError FIRMWARE_KIND, FIRMWARE_OTHER_CLASS, FIRMWARE_VERSION
 */
function refuseOther(facts: FirmwareFacts, { kind, name }: Upload, version: VersionRow): void {
  if (facts.kind !== kind) throw new KilnError('FIRMWARE_KIND', { kind: facts.kind, wanted: kind, name });
  const { chip } = version;
  if (facts.protocolClass !== null && facts.protocolClass !== CHIPS[chip].protocolClass) {
    throw new KilnError('FIRMWARE_OTHER_CLASS', { name, found: facts.protocolClass, chip });
  }
  if (kind === 'UG' && facts.version !== null && facts.version !== version.version) {
    throw new KilnError('FIRMWARE_VERSION', { name, claimed: version.version, found: facts.version });
  }
}

async function takeFile(desk: DeskParts, upload: Upload, image: Uint8Array): Promise<FirmwareVersion> {
  const facts = identifyFirmware(image, upload.name);
  await desk.store.read(async (rows) => refuseOther(facts, upload, await versionRow(rows, upload.versionId)));
  // The file first: a file without a version is harmless, a version without its file is not.
  desk.firmware.put(image);
  return desk.store.write(async (rows) => {
    const row = await versionRow(rows, upload.versionId);
    await refuseInUse(rows, row);
    await keepFirmware(rows, facts, upload.name);
    const file = {
      sha256: facts.sha256,
      name: upload.name,
      found_version: facts.version,
      warnings: JSON.stringify(facts.warnings),
    };
    await rows.run(
      query
        .insertInto('firmware_file')
        .values({ version_id: row.id, kind: upload.kind, ...file })
        .onConflict((conflict) => conflict.columns(['version_id', 'kind']).doUpdateSet(file)),
    );
    return versionFrom(rows, row);
  });
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new KilnError('FILE_UNREADABLE', { path, detail }, { cause });
  }
}

/** A firmware as an answer that can be asked for in parts. */
function firmwareFile(desk: DeskParts, sha256: string, name: string): Outgoing {
  return wholeFile(name, 'application/octet-stream', desk.firmware.get(sha256));
}

type FileRules = Pick<PmsRules['downloads'], 'firmware.download' | 'token.firmware'> &
  Pick<PmsRules['uploads'], 'firmware.upload'>;

export function firmwareFileRules(desk: DeskParts): FileRules {
  return {
    'firmware.upload': async (upload, _session, { path, onProgress }) => {
      const image = await readWhole(path);
      onProgress?.(image.length, image.length);
      return takeFile(desk, upload, image);
    },

    'firmware.download': async ({ versionId, kind }) => {
      const { files } = await desk.store.read(async (rows) =>
        versionFrom(rows, await versionRow(rows, versionId)),
      );
      const file = files.find((one) => one.kind === kind);
      if (file === undefined) throw unknown('file', kind);
      return firmwareFile(desk, file.sha256, file.name);
    },

    'token.firmware': async ({ token: typed }, session) => {
      const row = await desk.store.read((rows) => tokenRow(rows, tokenKey(typed)));
      refuseStranger(row, askerOf(session));
      if (row.sha256 === null) throw new KilnError('FIRMWARE_NONE', { token: maskToken(row.token) });
      return firmwareFile(desk, row.sha256, `${row.identifier}_QIO_${row.version}.bin`);
    },
  };
}
