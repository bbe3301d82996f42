import { digitsOf, type Person } from '../people.ts';
import type { World } from '../world.ts';
import { type Account, type Author, type Channel, type State, type Video, wordOf } from './state.ts';

const dayMs = 86_400_000;
const agoOf = (now: Date) => (days: number) => new Date(now.getTime() - days * dayMs).toISOString();

/** Who is there on the first day. */
export function firstDay(world: World): State {
  const ago = agoOf(world.now());
  const owned = cast.map(({ account, channels }) => {
    const owner = accountAt(account);
    return { owner, channels: channels.map((channel) => channelOf(owner, channel, ago)) };
  });
  const videos = films.map((film) => videoOf(film, ago));
  return {
    accounts: owned.map(({ owner }) => owner),
    channels: owned.flatMap(({ channels }) => channels),
    videos,
    comments: remarks.flatMap((remark) => commentsOf(world, remark, ago)),
    likes: {},
    subscriptions: [],
    banned: [],
    codes: {},
    refreshTokens: [],
    accessTokens: [],
    keys: [],
    project: { isTesting: false, isUnaudited: false },
    spent: { day: '', general: 0, search: 0, insert: 0 },
    uploads: [],
    hub: [],
    announced: videos.filter(({ privacy }) => privacy === 'public').map(({ id }) => id),
  };
}

export function accountAt(address: string, name = ''): Account {
  const email = address.trim().toLowerCase();
  const key = email.split('@')[0]!;
  const shown = name || key.charAt(0).toUpperCase() + key.slice(1);
  return { key, email, name: shown, sub: digitsOf(`google:${key}`, 21) };
}

/** The one channel of somebody who came by writing an address. */
export function ownChannel(owner: Account, now: Date): Channel {
  const channel = { title: owner.name, handle: owner.key, about: '', country: 'DE', subscribers: 120 };
  return channelOf(owner, { ...channel, ageDays: 30 }, agoOf(now));
}

/** Somebody who watches, as channels see them. */
export const authorOf = ({ key, name }: Person): Author => ({
  channelId: `UC${wordOf(`youtube:${key}`, 22)}`,
  name: `@${name.replace(/\s+/g, '')}`,
  key,
});
export const asAuthor = ({ id, handle }: Channel): Author => ({ channelId: id, name: handle, key: '' });

interface ChannelPlan {
  readonly title: string;
  readonly handle: string;
  readonly about: string;
  readonly country: string;
  readonly subscribers: number;
  readonly ageDays: number;
  readonly hidesSubscribers?: boolean;
  readonly isBrand?: boolean;
}

const channelIdOf = (handle: string) => `UC${wordOf(`channel:${handle}`, 22)}`;
const videoIdOf = (handle: string, title: string) => wordOf(`video:${handle}:${title}`, 11);

const channelOf = (owner: Account, plan: ChannelPlan, ago: (days: number) => string): Channel => ({
  id: channelIdOf(plan.handle),
  owner: owner.sub,
  title: plan.title,
  handle: `@${plan.handle}`,
  about: plan.about,
  country: plan.country,
  createdAt: ago(plan.ageDays),
  subscribersBase: plan.subscribers,
  hidesSubscribers: plan.hidesSubscribers ?? false,
  isBrand: plan.isBrand ?? false,
});

const cast: readonly { account: string; channels: readonly ChannelPlan[] }[] = [
  {
    account: 'ada@sandbox.test',
    channels: [
      {
        title: 'Linen & Oak',
        handle: 'linenandoak',
        about: 'Clothes and furniture that are meant to be kept.',
        country: 'DE',
        subscribers: 12_340,
        ageDays: 1_400,
        isBrand: true,
      },
      {
        title: 'Linen & Oak Workshop',
        handle: 'linenandoakworkshop',
        about: 'How things are made, and mended.',
        country: 'DE',
        subscribers: 2_180,
        ageDays: 420,
        isBrand: true,
      },
      { title: 'Ada', handle: 'ada', about: '', country: 'DE', subscribers: 14, ageDays: 2_000 },
    ],
  },
  {
    account: 'grace@sandbox.test',
    channels: [
      {
        title: 'Tiny Atelier',
        handle: 'tinyatelier',
        about: 'Six looms, one window.',
        country: 'PT',
        subscribers: 640,
        ageDays: 500,
        hidesSubscribers: true,
      },
    ],
  },
  {
    account: 'harbour@sandbox.test',
    channels: [
      {
        title: 'Café am Hafen ☕',
        handle: 'cafeamhafen',
        about: 'Röstet jeden Dienstag. Geöffnet, solange Licht brennt.',
        country: 'DE',
        subscribers: 5_020,
        ageDays: 900,
        isBrand: true,
      },
      {
        title: 'Harbour Coffee Lab',
        handle: 'harbourcoffeelab',
        about: 'Measuring what tastes.',
        country: 'US',
        subscribers: 88,
        ageDays: 120,
        isBrand: true,
      },
    ],
  },
];

type Film = readonly [handle: string, title: string, ageDays: number, seconds: number, more?: Partial<Video>];
const films: readonly Film[] = [
  ['linenandoak', 'A linen dress for three seasons', 3, 312],
  ['linenandoak', 'How we oil an oak table', 17, 645],
  ['linenandoak', 'Packing an order, start to finish', 41, 58],
  ['linenandoak', 'Washing linen without fear', 96, 274],
  ['linenandoak', 'Our new workshop', 190, 433],
  ['linenandoak', 'Questions you asked us', 380, 1_204, { hasComments: false }],
  ['linenandoak', 'Autumn collection (not out yet)', 1, 95, { privacy: 'private' }],
  ['linenandoakworkshop', 'Mending a torn sleeve', 8, 720],
  ['linenandoakworkshop', 'Sharpening a plane', 64, 910, { hidesLikes: true }],
  ['linenandoakworkshop', 'Supplier tour', 30, 505, { privacy: 'unlisted' }],
  ['tinyatelier', 'Warping the big loom', 5, 1_480],
  ['tinyatelier', 'Indigo, two ways', 52, 388],
  ['cafeamhafen', 'Espresso – so mahlst du richtig ☕', 2, 201],
  ['cafeamhafen', 'Zwei Bohnen, ein Röster', 33, 540],
  ['harbourcoffeelab', 'Water hardness and taste', 11, 830],
];

const videoOf = (
  [handle, title, ageDays, durationSeconds, more]: Film,
  ago: (days: number) => string,
): Video => ({
  id: videoIdOf(handle, title),
  channelId: channelIdOf(handle),
  title,
  description: `${title}.\n\nAsk us anything below.`,
  tags: title.toLowerCase().match(/\p{L}{5,}/gu) ?? [],
  categoryId: '26',
  language: null,
  publishedAt: ago(ageDays),
  updatedAt: ago(ageDays),
  durationSeconds,
  privacy: 'public',
  publishAt: null,
  wasOut: more?.privacy !== 'private',
  isMadeForKids: false,
  hasComments: true,
  hidesLikes: false,
  file: null,
  uploadedAt: ago(ageDays),
  fate: 'processed',
  captions: [],
  ...more,
});

type Remark = readonly [
  handle: string,
  title: string,
  ageDays: number,
  person: string,
  text: string,
  reply?: string,
];
const remarks: readonly Remark[] = [
  [
    'linenandoak',
    'A linen dress for three seasons',
    2.6,
    'nora',
    'Is the green one cut wider than the blue?',
  ],
  ['linenandoak', 'A linen dress for three seasons', 1.9, 'chloe', 'Très joli ✨ ça existe en coton ?'],
  [
    'linenandoak',
    'A linen dress for three seasons',
    0.7,
    'samira',
    'Mine has not arrived yet. Order from two weeks ago!',
  ],
  [
    'linenandoak',
    'How we oil an oak table',
    15,
    'jonas',
    'Welches Öl ist das genau?',
    'Hartwachsöl, zweimal dünn.',
  ],
  ['linenandoak', 'How we oil an oak table', 12, 'matteo', 'Funziona anche sul noce?'],
  ['linenandoak', 'Washing linen without fear', 80, 'yuki', '40度でも大丈夫ですか？', 'Yes, forty is fine.'],
  [
    'linenandoakworkshop',
    'Mending a torn sleeve',
    6,
    'nora',
    'I did this last night and it held. Thank you!',
  ],
  ['tinyatelier', 'Warping the big loom', 4, 'yuki', '美しい！'],
  ['cafeamhafen', 'Espresso – so mahlst du richtig ☕', 1, 'jonas', 'Was kostet die kleine Mühle bei euch?'],
];

function commentsOf(world: World, remark: Remark, ago: (days: number) => string) {
  const [handle, title, ageDays, person, text, reply] = remark;
  const id = `Ugx${wordOf(`comment:${text}`, 17)}4AaABAg`;
  const videoId = videoIdOf(handle, title);
  const common = { videoId, likedBy: [] as string[], moderation: 'published' as const };
  const said = (days: number) => ({ publishedAt: ago(days), updatedAt: ago(days) });
  const author = authorOf(world.people.find(person)!);
  const business: Author = { channelId: channelIdOf(handle), name: `@${handle}`, key: '' };
  return [
    { ...common, ...said(ageDays), id, parentId: null, author, text },
    ...(reply === undefined
      ? []
      : [
          {
            ...common,
            ...said(ageDays - 0.4),
            id: `${id}.${wordOf(reply, 22)}`,
            parentId: id,
            author: business,
            text: reply,
          },
        ]),
  ];
}
