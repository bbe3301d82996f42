import { childError } from './errors.ts';

/**
 * What a child says, in its own channel (file descriptor 3), so that nothing a library prints can be taken
 * for it: one letter, four bytes of length, that many bytes.
 */
export type Frame = { readonly kind: FrameKind; readonly bytes: Buffer };
export const frameKinds = {
  /** The one JSON value. */
  value: 'v',
  /** A piece of a stream of bytes, and its end. */
  chunk: 'c',
  end: 'z',
  /** What the work threw, as JSON. */
  error: 'e',
} as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export const headBytes = 5;
const errorBytesMax = 64 * 1024;

export function frame(kind: FrameKind, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(kind, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** The child is not trusted: a frame is refused by its announced length, before its bytes are kept. */
export async function* framesOf(
  channel: AsyncIterable<Buffer>,
  outputBytesMax: number,
): AsyncGenerator<Frame> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let outputBytes = 0;
  let wanted = headBytes;
  for await (const piece of channel) {
    pending.push(piece);
    pendingBytes += piece.length;
    while (pendingBytes >= wanted) {
      const all = Buffer.concat(pending);
      const length = all.readUInt32BE(1);
      const kind = all.toString('latin1', 0, 1) as FrameKind;
      const isOutput = kind !== frameKinds.error;
      if (length > (isOutput ? outputBytesMax - outputBytes : errorBytesMax))
        throw childError('too_much_output', { outputBytesMax });
      const whole = all.length >= headBytes + length;
      pending = [whole ? all.subarray(headBytes + length) : all];
      pendingBytes = pending[0]!.length;
      wanted = whole ? headBytes : headBytes + length;
      if (!whole) break;
      if (isOutput) outputBytes += length;
      yield { kind, bytes: all.subarray(headBytes, headBytes + length) };
    }
  }
}
