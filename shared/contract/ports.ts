import { z } from 'zod';

/** A port as the operator sees it. `path` is the stable key; everything else helps to recognise the socket. */
export const PortInfo = z.object({
  path: z.string().min(1).max(512),
  /** `serial`: an OS port; `virtual`: a simulated board inside Kiln. */
  kind: z.enum(['serial', 'virtual']),
  /** Adapter name for people, e.g. `CH340`, `Virtual BK7231N`. */
  label: z.string(),
  /** USB socket or location, where the OS tells it. */
  socket: z.string().optional(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  serialNumber: z.string().optional(),
});
export type PortInfo = z.infer<typeof PortInfo>;
