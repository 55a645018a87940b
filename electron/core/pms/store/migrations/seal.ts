import { query, type Rows } from '../query.js';
import { sealLicense } from '../sealed-license.js';

/** Seals what a ledger of an earlier format holds open, and notes with which key. Part of format 4. */
export async function sealLicenses(rows: Rows): Promise<void> {
  const { secrets } = rows;
  await rows.run(query.insertInto('ledger_key').values({ mark: secrets.keyMark }));
  const open = await rows.all(query.selectFrom('license').select(['id', 'uuid', 'authkey', 'psk_key']));
  for (const { id, uuid, authkey, psk_key } of open) {
    const sealed = sealLicense(secrets, { uuid, authkey, pskKey: psk_key });
    await rows.run(query.updateTable('license').set(sealed).where('id', '=', id));
  }
}
