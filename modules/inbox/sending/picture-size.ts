export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** As a PNG, a GIF or a JPEG says in its head; of anything else nothing. */
export function sizeOfPicture(bytes: Buffer): PictureSize | undefined {
  const start = bytes.subarray(0, 4).toString('latin1');
  if (start === '\x89PNG' && bytes.length >= 24)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (start === 'GIF8' && bytes.length >= 10)
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  return start.startsWith('\xff\xd8') ? sizeOfJpeg(bytes) : undefined;
}

/** In the first frame's head, behind others of any length. */
function sizeOfJpeg(bytes: Buffer): PictureSize | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes[at + 1]!;
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return undefined;
}
