import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page alone, over a fake bridge, for looking at it: npx vite --config renderer/dev/vite.config.ts
export default defineConfig({
  root: resolve('renderer'),
  plugins: [react()],
  server: { open: false },
});
