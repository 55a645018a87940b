/**
 * A Windows icon: a directory of PNG images (read since Vista).
 * @param {readonly (readonly [number, Buffer])[]} images side in pixels (up to 256) and the PNG
 */
export function ico(images) {
  const header = Buffer.alloc(6 + images.length * 16);
  header.writeUInt16LE(1, 2); // 1: icon, not cursor
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, [side, png]] of images.entries()) {
    const at = 6 + index * 16;
    header.writeUInt8(side % 256, at); // 0 stands for 256
    header.writeUInt8(side % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // planes
    header.writeUInt16LE(32, at + 6); // bits a pixel
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

/** Types of macOS icon entries that hold PNG, by side; two sides serve both a 1x and a 2x entry. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];

/** A macOS icon. @param {ReadonlyMap<number, Buffer>} images PNG by side in pixels */
export function icns(images) {
  const entries = ICNS_TYPES.map(([type, side]) => entry(type, images.get(side)));
  return entry('icns', Buffer.concat(entries));
}

function entry(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}
