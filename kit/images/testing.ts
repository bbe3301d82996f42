import { once } from 'node:events';
import { crc32, createDeflate } from 'node:zlib';
import sharp from 'sharp';

/** Two halves, so that a crop and a turn can be seen: red above (or left), blue below (or right). */
export async function halves(
  width: number,
  height: number,
  format: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
): Promise<Buffer> {
  const isWide = width > height;
  const red = {
    create: {
      width: isWide ? Math.floor(width / 2) : width,
      height: isWide ? height : Math.floor(height / 2),
      channels: 3,
      background: '#ff0000',
    },
  } as const;
  return sharp({ create: { width, height, channels: 3, background: '#0000ff' } })
    .composite([{ input: red, gravity: isWide ? 'west' : 'north' }])
    [format]()
    .toBuffer();
}

/** Small to send, and a hundred million points to draw. */
export async function bomb(side = 30_000): Promise<Buffer> {
  const packed = createDeflate();
  const pieces: Buffer[] = [];
  packed.on('data', (piece: Buffer) => pieces.push(piece));
  const row = Buffer.alloc(1 + Math.ceil(side / 8));
  for (let i = 0; i < side; i++) if (!packed.write(row)) await once(packed, 'drain');
  packed.end();
  await once(packed, 'end');
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1; // one bit for each point, in grey
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, part('IHDR', head), part('IDAT', Buffer.concat(pieces)), part('IEND')]);
}

function part(name: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

export const drawing = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script></svg>',
);

/** What `reencode` takes: bytes as they come. */
export async function* sent(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
