// `npm run demo`: Burning Authorization on a virtual board, without hardware and without a display.
process.argv.splice(2, 0, 'demo');
await import('./kiln.mjs');
