import { z } from 'zod';

import { isErrorCode } from '../errors/kiln-error.js';
import type { ErrorCode } from '../errors/codes.js';

const ErrorRow = z
  .object({ row: z.number().int(), problem: z.string(), value: z.string().optional() })
  .readonly();
const ErrorValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(ErrorRow).readonly()]);

/** `{code, data}` as it crosses IPC, the CLI and the records. */
export const CodedErrorShape = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  data: z.record(z.string(), ErrorValue).readonly(),
});
