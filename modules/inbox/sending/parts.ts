import { createHash } from 'node:crypto';
import {
  type AttachmentKind,
  type ChannelPlatform,
  MessageId,
  type MessageKind,
} from '../messages/contract.ts';
import { captionLengthMax, partsMax, type Window, windowOf } from './contract.ts';

export interface File {
  readonly id: string;
  readonly kind: AttachmentKind;
}

/** One message of the platform: a text, a file, or where it is taken so a file with words under it. */
export interface Part {
  readonly kind: MessageKind;
  readonly text: string | null;
  readonly files: readonly string[];
}

export interface Wanted {
  readonly text: string | null;
  readonly files: readonly File[];
}

/**
 * What somebody wrote as the messages that the platform takes, in their order. Each is a row and a call of its own,
 * so that each has a verdict of its own: of a long answer whose end was refused, the beginning is known to be there.
 * Undefined where it would be more than anybody wants to be sent: then it is a letter, and not a message.
 */
export function partsOf(platform: ChannelPlatform, { text, files }: Wanted): readonly Part[] | undefined {
  if (platform === 'email') return [{ kind: 'mail', text, files: files.map(({ id }) => id) }];
  const [first] = files;
  if (text !== null && first && takesCaption(platform, first, text))
    return within([{ kind: first.kind, text, files: [first.id] }, ...files.slice(1).map(alone)]);
  const texts = text === null ? [] : split(text, windowOf(platform));
  return within([
    ...texts.map((piece): Part => ({ kind: 'text', text: piece, files: [] })),
    ...files.map(alone),
  ]);
}

const alone = ({ id, kind }: File): Part => ({ kind, text: null, files: [id] });
const within = (parts: readonly Part[]) => (parts.length > partsMax ? undefined : parts);

/** WhatsApp shows words under everything but a sound. */
const takesCaption = (platform: ChannelPlatform, { kind }: File, text: string) =>
  platform === 'whatsapp' && kind !== 'audio' && text.length <= captionLengthMax;

/** The same for the same id, however often it is asked: the whole is written again as it was. */
export function partId(id: MessageId, nth: number): MessageId {
  if (nth === 0) return id;
  const hash = createHash('sha256').update(`${id}/${nth}`).digest('hex');
  // The time in front stays, so that neighbours in time are neighbours in the index.
  return MessageId.parse(`${id.slice(0, 13)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`);
}

type Limits = Pick<Window, 'bytesMax' | 'lengthMax'>;

export const fits = (text: string, { bytesMax, lengthMax }: Limits): boolean =>
  text.length <= lengthMax && (bytesMax === undefined || Buffer.byteLength(text) <= bytesMax);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where a text is cut best: between paragraphs, lines, sentences, words; never within what is read as one sign. */
export function split(text: string, limits: Limits): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (!fits(rest, limits)) {
    const cut = cutOf(longestThatFits(rest, limits));
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function longestThatFits(
  text: string,
  limits: Limits,
): { readonly head: string; readonly endsWord: boolean } {
  const { bytesMax = Number.POSITIVE_INFINITY, lengthMax } = limits;
  let [length, bytes] = [0, 0];
  for (const { segment } of graphemes.segment(text.slice(0, lengthMax + 1))) {
    const [longer, heavier] = [length + segment.length, bytes + Buffer.byteLength(segment)];
    if (longer > lengthMax || heavier > bytesMax) break;
    [length, bytes] = [longer, heavier];
  }
  // One sign that is longer than a whole message is none that anybody reads: it is cut where it must be.
  if (length === 0) length = [...text][0]!.length;
  return { head: text.slice(0, length), endsWord: /^\s/.test(text.slice(length)) };
}

/** The better a place to stop, the earlier it may be. */
const stops: readonly (readonly [RegExp, number])[] = [
  [/\n\s*\n/g, 1 / 3],
  [/\n/g, 1 / 2],
  [/[.!?…。！？]["')\]»”]?\s/g, 1 / 2],
  [/\s/g, 0],
];

function cutOf({ head, endsWord }: ReturnType<typeof longestThatFits>): number {
  for (const [stop, fromPart] of stops) {
    if (fromPart === 0 && endsWord) return head.length;
    const last = [...head.matchAll(stop)].at(-1);
    const end = last === undefined ? 0 : last.index + last[0].length;
    if (end > head.length * fromPart && end > 0) return end;
  }
  return head.length;
}
