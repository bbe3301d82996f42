/** One message of the PostgreSQL wire protocol: a letter, a length that counts itself, and the rest. */
export interface Frame {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const headerBytes = 5;

/** The whole messages in `bytes` from `offset` on; what is left over is the beginning of one still to come. */
export function* framesIn(bytes: Buffer, offset = 0): Generator<Frame> {
  let start = offset;
  while (bytes.length - start >= headerBytes) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    if (end > bytes.length) return;
    yield { type: String.fromCharCode(bytes[start]!), start, end };
    start = end;
  }
}

/** The text that ends with a zero byte, and where it ends. */
export function textAt(bytes: Buffer, start: number): { text: string; end: number } {
  const end = bytes.indexOf(0, start);
  return { text: bytes.toString('utf8', start, end), end: end + 1 };
}

export function frame(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const header = Buffer.alloc(headerBytes);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

export const readyForQuery = (status: string) => frame('Z', Buffer.from(status, 'latin1'));
export const queryFrame = (text: string) => frame('Q', text);
export const sync = frame('S');

/** `severity` FATAL means that the connection ends with it. */
export const errorFrame = (severity: 'ERROR' | 'FATAL', code: string, message: string) =>
  frame('E', `S${severity}`, `V${severity}`, `C${code}`, `M${message}`, Buffer.from([0]));

/** The rows of a simple query's answer, as text. */
export function rowsIn(answer: Buffer): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (const { type, start } of framesIn(answer)) {
    if (type !== 'D') continue;
    const row: (string | null)[] = [];
    let at = start + headerBytes + 2;
    for (let left = answer.readInt16BE(start + headerBytes); left > 0; left--) {
      const length = answer.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : answer.toString('utf8', at, at + length));
      at += Math.max(0, length);
    }
    rows.push(row);
  }
  return rows;
}
