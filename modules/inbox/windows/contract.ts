import {
  type Attachment,
  type AttachmentKind,
  type ChannelPlatform,
  messageLengthMax,
} from '../messages/contract.ts';

/** What is longer is refused: so many messages in a row nobody wants to be sent. */
export const partsMax = 10;
/** Of words under a file of WhatsApp. */
export const captionLengthMax = 1_024;

const hourMs = 3_600_000;

/** What each platform allows after the customer last wrote, and how much fits into one message. */
export interface Window {
  /** Undefined: at any time. */
  readonly hours: number | undefined;
  /** For so long a person may answer still, marked as one. */
  readonly humanHours: number | undefined;
  /** After that, what the platform has approved beforehand. */
  readonly hasTemplates: boolean;
  readonly bytesMax: number | undefined;
  readonly lengthMax: number;
}

const meta = { hours: 24, humanHours: 7 * 24, hasTemplates: false, bytesMax: 1_000, lengthMax: 1_000 };
const windows: Partial<Record<ChannelPlatform, Window>> = {
  instagram: meta,
  messenger: { ...meta, bytesMax: undefined, lengthMax: 2_000 },
  whatsapp: { hours: 24, humanHours: undefined, hasTemplates: true, bytesMax: undefined, lengthMax: 4_096 },
};
const anyTime: Window = {
  hours: undefined,
  humanHours: undefined,
  hasTemplates: false,
  bytesMax: undefined,
  lengthMax: messageLengthMax,
};
export const windowOf = (platform: ChannelPlatform): Window => windows[platform] ?? anyTime;

export type WindowState =
  | { readonly state: 'open'; readonly until: Date | undefined }
  /** A person may still; machines may not. */
  | { readonly state: 'human_only'; readonly until: Date }
  | { readonly state: 'templates_only' }
  | { readonly state: 'over' }
  | { readonly state: 'not_begun' };

/** Both ends ask this: the server refuses by it, and the screen counts down to it. */
export function windowAt(platform: ChannelPlatform, lastInboundAt: Date | null, at: Date): WindowState {
  const { hours, humanHours, hasTemplates } = windowOf(platform);
  if (hours === undefined) return { state: 'open', until: undefined };
  if (lastInboundAt === null) return { state: hasTemplates ? 'templates_only' : 'not_begun' };
  const since = at.getTime() - lastInboundAt.getTime();
  const until = new Date(lastInboundAt.getTime() + hours * hourMs);
  if (since < hours * hourMs) return { state: 'open', until };
  if (humanHours !== undefined && since < humanHours * hourMs)
    return { state: 'human_only', until: new Date(lastInboundAt.getTime() + humanHours * hourMs) };
  return { state: hasTemplates ? 'templates_only' : 'over' };
}

/** Whether somebody may be written to at a moment, and if so until when; `byPerson`: marked as a person's answer. */
export type Leave =
  | { readonly may: true; readonly until: Date | undefined; readonly byPerson: boolean }
  | {
      readonly may: false;
      readonly why: 'reply_window_is_over' | 'only_templates_now' | 'nobody_wrote_yet';
    };

export function leaveAt(
  platform: ChannelPlatform,
  lastInboundAt: Date | null,
  at: Date,
  { isPerson, isTemplate }: { readonly isPerson: boolean; readonly isTemplate: boolean },
): Leave {
  if (isTemplate) return { may: true, until: undefined, byPerson: false };
  const window = windowAt(platform, lastInboundAt, at);
  if (window.state === 'open') return { may: true, until: window.until, byPerson: false };
  if (window.state === 'human_only' && isPerson) return { may: true, until: window.until, byPerson: true };
  if (window.state === 'templates_only') return { may: false, why: 'only_templates_now' };
  return { may: false, why: window.state === 'not_begun' ? 'nobody_wrote_yet' : 'reply_window_is_over' };
}

const mib = 1_048_576;
type Taken = Partial<
  Record<AttachmentKind, { readonly bytesMax: number; readonly types: readonly string[] }>
>;
const talking: Taken = {
  image: { bytesMax: 8 * mib, types: ['image/jpeg', 'image/png', 'image/gif'] },
  video: { bytesMax: 25 * mib, types: ['video/mp4', 'video/quicktime'] },
  audio: { bytesMax: 25 * mib, types: ['audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/aac'] },
};
/** What each platform takes of each kind. Where nothing is said, whatever can be brought. */
const filesTaken: Partial<Record<ChannelPlatform, Taken>> = {
  instagram: { ...talking, file: { bytesMax: 25 * mib, types: ['application/pdf'] } },
  messenger: { ...talking, file: { bytesMax: 25 * mib, types: ['application/pdf'] } },
  whatsapp: {
    image: { bytesMax: 5 * mib, types: ['image/jpeg', 'image/png'] },
    video: { bytesMax: 16 * mib, types: ['video/mp4'] },
    audio: { bytesMax: 16 * mib, types: ['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/aac'] },
    file: { bytesMax: 100 * mib, types: ['application/pdf'] },
  },
};

/** What can be put under a message: some of them, or first of all these. */
export interface Reactions {
  readonly usual: readonly string[];
  readonly isAny: boolean;
}
const six: Reactions = { usual: ['❤️', '👍', '😆', '😮', '😢', '😡'], isAny: false };
const reactions: Partial<Record<ChannelPlatform, Reactions>> = {
  instagram: six,
  messenger: six,
  whatsapp: { usual: ['👍', '❤️', '😂', '😮', '😢', '🙏'], isAny: true },
};
/** Undefined: nothing can be put under a message there. */
export const reactionsOf = (platform: ChannelPlatform): Reactions | undefined => reactions[platform];

/** With or without the mark that has it drawn in colour, it is the same. */
const bare = (emoji: string) => emoji.replaceAll('\uFE0F', '');
export const isSameEmoji = (one: string, other: string): boolean => bare(one) === bare(other);

/** One sign as people see it, however many characters it is made of. */
const isOneEmoji = (emoji: string): boolean =>
  [...new Intl.Segmenter('en').segment(emoji)].length === 1 &&
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(emoji);

/** Both ends ask this: the server refuses by it, and the screen offers nothing else. */
export const isEmojiTaken = ({ usual, isAny }: Reactions, emoji: string): boolean =>
  isAny ? isOneEmoji(emoji) : usual.some((one) => isSameEmoji(one, emoji));

/** Both ends ask this: the server refuses by it, and the screen says so before anything is sent. */
export function isTaken(
  platform: ChannelPlatform,
  { kind, mediaType, bytes }: Pick<Attachment, 'kind' | 'mediaType' | 'bytes'>,
): boolean {
  const known = filesTaken[platform];
  if (!known) return true;
  const taken = known[kind];
  return taken !== undefined && (bytes ?? 0) <= taken.bytesMax && taken.types.includes(mediaType ?? '');
}
