// Runs inside Electron: node has no SVG renderer, a page has.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { app, BrowserWindow } from 'electron';

const [drawing, folder, ...sizes] = process.argv.slice(process.argv.findIndex((arg) => arg.endsWith('.svg')));

function draw(source, size) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
      canvas.getContext('2d').drawImage(image, 0, 0, size, size);
      resolve(canvas.toDataURL('image/png').split(',')[1]);
    };
    image.onerror = () => reject(new Error('the drawing cannot be read'));
    image.src = source;
  });
}

async function render() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<!doctype html>');
  const source = `data:image/svg+xml;base64,${readFileSync(drawing).toString('base64')}`;
  for (const size of sizes) {
    const code = `(${draw.toString()})(${JSON.stringify(source)}, ${Number(size)})`;
    const png = await window.webContents.executeJavaScript(code);
    writeFileSync(join(folder, `${size}x${size}.png`), Buffer.from(png, 'base64'));
  }
}

void app
  .whenReady()
  .then(render)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  );
