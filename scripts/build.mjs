import { rebuild } from './lib/build.mjs';
import { main } from './lib/say.mjs';

// `npm run build`: main process, preload, page and command line into out/.
await main(() => rebuild());
