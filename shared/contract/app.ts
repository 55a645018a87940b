import { z } from 'zod';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export const Preferences = z.object({
  theme: z.enum(['dark', 'light', 'system']),
  language: z.enum(LANGUAGES),
});
export type Preferences = z.infer<typeof Preferences>;

/** What the frame of the window shows; fixed for the life of the process. */
export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  electron: z.string(),
  /** The runtime is the test fallback, not the official Electron that users get. */
  fallbackRuntime: z.boolean(),
  /** The package was built offline, for testing only. */
  testPackage: z.boolean(),
  dataFolder: z.string(),
  /** Set when started as a demo: a token that is ready to run on the virtual boards. */
  demoToken: z.string().nullable(),
  /** Station name shown in the top bar. */
  station: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;
