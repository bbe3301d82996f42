import {
  type AttachmentKind,
  attachmentsMax,
  type MessageDetails,
  type MessageKind,
} from '../../messages/contract.ts';
import type { ToldFile } from './deeds.ts';
import { addressOf, idOf, kept, present, recordOf, short } from './words.ts';

/** What a message of Instagram or Messenger carries. */
export interface Attached {
  readonly kind: MessageKind;
  readonly files: readonly ToldFile[];
  readonly details: MessageDetails;
}

/** The first one says what the message is; of the others, the files come along. */
export function readAttachments(attachments: readonly unknown[], text: string | null): Attached {
  const all = attachments.slice(0, attachmentsMax).map(readOne);
  const [first] = all;
  if (!first) return { kind: text === null ? 'unsupported' : 'text', files: [], details: {} };
  return {
    // Of what nobody understands, the words beside it are left.
    kind: first.kind === 'unsupported' && text !== null ? 'text' : first.kind,
    files: all.flatMap(({ files }) => files),
    details: Object.assign({}, ...all.map(({ details }) => details).reverse()) as MessageDetails,
  };
}

function readOne(raw: unknown): Attached {
  const attachment = recordOf(raw);
  const type = short(attachment.type, 60) ?? '';
  const read = readers.get(type)?.(type, attachment);
  return read ?? { kind: 'unsupported', files: [], details: { unsupported: { type, came: kept(raw) } } };
}

type Fields = Readonly<Record<string, unknown>>;
type Reader = (type: string, attachment: Fields) => Attached | undefined;

const file =
  (kind: AttachmentKind): Reader =>
  (_, { payload }) => {
    const source = addressOf(recordOf(payload).url);
    return source === undefined ? undefined : { kind, files: [{ kind, source }], details: {} };
  };

/** Gone after a day, there as here: fetched at once. A picture or a film, its bytes will say which. */
const mention: Reader = (_, { payload }) => {
  const { url, id } = recordOf(payload);
  const source = addressOf(url);
  return {
    kind: 'story_mention',
    files: source === undefined ? [] : [{ kind: 'video', source }],
    details: { story: present({ url: source, id: idOf(id) }) } as MessageDetails,
  };
};

/** Of a post, the platform hands over what it shows; of anything else, an address to go to. */
const share =
  (showsIt: boolean): Reader =>
  (type, attachment) => {
    const payload = recordOf(attachment.payload);
    const url = addressOf(payload.url) ?? addressOf(attachment.url);
    const id = idOf(payload.reel_video_id) ?? idOf(payload.ig_post_media_id) ?? idOf(payload.id);
    const title = short(payload.title) ?? short(attachment.title);
    return {
      kind: 'share',
      files: showsIt && url !== undefined ? [{ kind: 'video', source: url }] : [],
      details: { share: present({ url, title, type, id }) } as MessageDetails,
    };
  };

const location: Reader = (_, { payload, title }) => {
  const { lat, long } = recordOf(recordOf(payload).coordinates);
  if (typeof lat !== 'number' || typeof long !== 'number') return undefined;
  const place = present({ latitude: lat, longitude: long, name: short(title) });
  return { kind: 'location', files: [], details: { location: place } as MessageDetails };
};

const readers = new Map<string, Reader>([
  ['image', file('image')],
  ['video', file('video')],
  ['audio', file('audio')],
  ['file', file('file')],
  ['sticker', file('image')],
  ['story_mention', mention],
  ['ig_post', share(true)],
  ['ig_reel', share(true)],
  ['reel', share(true)],
  ['ig_story', share(true)],
  ['story', share(true)],
  ['media', share(true)],
  ['share', share(false)],
  ['post', share(false)],
  ['fallback', share(false)],
  ['location', location],
]);
