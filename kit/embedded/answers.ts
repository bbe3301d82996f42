import type { Connection, Unit } from './connection.ts';
import { type Frame, framesIn, textAt } from './frames.ts';
import type { Shared } from './multiplexer.ts';
import type { Expected } from './statements.ts';

/** Sorts an answer: notes to whoever listens, the rest as the connection would see it in a session of its own. */
export function read(shared: Shared, connection: Connection, unit: Unit, answer: Buffer, expected: Expected) {
  const out: Buffer[] = [];
  const tags: string[] = [];
  let kept = 0;
  for (const at of framesIn(answer)) {
    if (at.type === 'D') continue;
    if (at.type === 'C') tags.push(textAt(answer, at.start + 5).text);
    else if (at.type === 'Z') connection.status = String.fromCharCode(answer[at.start + 5]!);
    if (isForConnection(shared, unit, answer, at, expected)) continue;
    out.push(answer.subarray(kept, at.start));
    kept = at.end;
  }
  out.push(answer.subarray(kept));
  return { tags, out: out.length === 1 ? out[0]! : Buffer.concat(out) };
}

function isForConnection(
  shared: Shared,
  unit: Unit,
  answer: Buffer,
  { type, start, end }: Frame,
  { parses, closes }: Expected,
): boolean {
  if (type === '1') {
    const parsed = parses.shift();
    parsed?.done();
    return !parsed?.hidden;
  }
  if (type === '3') {
    const closed = closes.shift();
    closed?.done();
    // The same bytes but for the letter.
    if (closed?.asParse) answer.write('1', start, 'latin1');
    return true;
  }
  if (type === 'A') {
    announce(shared, answer.subarray(start, end));
    return false;
  }
  // Answered when the copying began.
  if (type === 'G') return !unit.isCopyIn;
  // The database says that it is ready whenever it has nothing more to do; a Flush does not ask for that.
  return type !== 'Z' || !unit.endsInFlush;
}

/** Told between transactions, as a session of its own would. */
function announce({ connections, holder }: Shared, note: Buffer) {
  const { text: channel } = textAt(note, 9);
  for (const connection of connections) {
    if (!connection.channels.has(channel)) continue;
    if (connection.status === 'I' && connection !== holder) connection.socket.write(note);
    else connection.notes.push(note);
  }
}

export function deliver(connection: Connection, out: Buffer) {
  if (out.length > 0) connection.socket.write(out);
  if (connection.status !== 'I' || connection.notes.length === 0) return;
  connection.socket.write(Buffer.concat(connection.notes.splice(0)));
}

const channelText = /(?:^|;)\s*(un)?listen\s+("(?:[^"]|"")+"|[\w$]+|\*)/gi;

/** Remembers which channels the connection listens to; the session itself listens to whatever anybody does. */
export function heed({ channels }: Connection, { texts }: Unit) {
  for (const text of texts) {
    if (/\bdiscard\s+all\b/i.test(text)) channels.clear();
    for (const [, no, name] of text.matchAll(channelText)) {
      const isQuoted = name!.startsWith('"');
      const channel = isQuoted ? name!.slice(1, -1).replaceAll('""', '"') : name!.toLowerCase();
      if (!no) channels.add(channel);
      else if (channel === '*') channels.clear();
      else channels.delete(channel);
    }
  }
}
