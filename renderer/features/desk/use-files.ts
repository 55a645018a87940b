import type { CallRequest } from '../../../shared/contract/channels.js';
import type { ChosenFile } from '../../../shared/contract/desk.js';
import type {
  PmsDownloadName,
  PmsStreamRequest,
  PmsUploadName,
  PmsUploadReply,
} from '../../../shared/contract/pms/streams.js';
import { useBridge } from '../../components/bridge-context.js';

/** Files of the Desk: chosen or dropped, sent, fetched. Each rejects with `{code, data}`. */
export function useFiles() {
  const bridge = useBridge();
  return {
    choose: (purpose: 'firmware' | 'list'): Promise<ChosenFile | null> =>
      bridge.call('desk.choose', { purpose }),
    take: (file: object): Promise<ChosenFile> => bridge.take(file),
    upload: <N extends PmsUploadName>(stream: N, request: PmsStreamRequest<N>, file: ChosenFile) =>
      bridge.call('desk.upload', { stream, request: { ...request }, file: file.id }) as Promise<
        PmsUploadReply<N>
      >,
    /** @returns where it went, or null where the person changed their mind */
    download: <N extends PmsDownloadName>(stream: N, request: PmsStreamRequest<N>) =>
      bridge.call('desk.download', { stream, request: { ...request } }),
    /** Into one folder. @returns what became of each, or null where the person changed their mind */
    downloadAll: (items: CallRequest<'desk.downloadAll'>['items']) =>
      bridge.call('desk.downloadAll', { items }),
  };
}
