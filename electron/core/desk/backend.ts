import type { Me } from '../../../shared/contract/pms/accounts.js';
import type { PmsOperationName } from '../../../shared/contract/pms/operations.js';
import type { PmsDownloadName, PmsUploadName } from '../../../shared/contract/pms/streams.js';
import type { Incoming, Outgoing } from '../pms/service.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Where the books are. Requests are checked by whoever has the rules; errors are KilnErrors. */
export interface DeskBackend {
  readonly kind: 'embedded' | 'server';
  /** Null where somebody has to log in first. */
  me(): Promise<Me | null>;
  /** `account.login` begins the session of this backend, and its reply has an empty `session`. */
  perform(operation: PmsOperationName, request: Fields): Promise<unknown>;
  upload(stream: PmsUploadName, request: Fields, content: Incoming): Promise<unknown>;
  download(stream: PmsDownloadName, request: Fields): Promise<Outgoing>;
}
