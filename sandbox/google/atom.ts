import type { Answer } from '../http.ts';
import { nothingHere } from './answers.ts';
import { type Channel, channelOf, type Google, type Video } from './state.ts';
import { isShownTo } from './videos.ts';

const namespaces =
  'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"';
const site = 'https://www.youtube.com';
const entriesMax = 15;

export const topicOf = ({ id }: Channel) => `${site}/xml/feeds/videos.xml?channel_id=${id}`;

/** Whoever looks at the address that is subscribed to: the newest fifteen. */
export function feed(google: Google, channelId: string): Answer {
  const channel = channelOf(google, channelId);
  if (!channel) return nothingHere('/feeds/videos.xml');
  const now = google.world.now();
  const videos = google.state.videos
    .filter((video) => video.channelId === channelId && isShownTo(undefined, video, now, true))
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt))
    .slice(0, entriesMax);
  return { headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: atomFeed(google, channel, videos) };
}

/** What the hub sends and the feed shows: the channel, and one entry for each video. */
export function atomFeed(
  { world }: Google,
  channel: Channel,
  videos: readonly Video[],
  { isStrange = false } = {},
): string {
  const link = `${site}/channel/${channel.id}`;
  const strange = isStrange ? '<yt:fieldOfTomorrow kind="NOT_DESCRIBED"><yt:list/></yt:fieldOfTomorrow>' : '';
  const entries = videos.map(
    (video) => ` <entry>
  ${strange}<id>yt:video:${video.id}</id>
  <yt:videoId>${video.id}</yt:videoId>
  <yt:channelId>${channel.id}</yt:channelId>
  <title>${escaped(video.title)}</title>
  <link rel="alternate" href="${site}/watch?v=${video.id}"/>
  <author>
   <name>${escaped(channel.title)}</name>
   <uri>${link}</uri>
  </author>
  <published>${instant(video.publishedAt)}</published>
  <updated>${instant(video.updatedAt)}</updated>
 </entry>
`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed ${namespaces}>
 <link rel="hub" href="https://pubsubhubbub.appspot.com"/>
 <link rel="self" href="${topicOf(channel)}"/>
 <title>${escaped(channel.title)}</title>
 <updated>${instant(world.now().toISOString())}</updated>
${entries.join('')}</feed>
`;
}

export const goneFeed = ({ world }: Google, channel: Channel, { id }: Video): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
 <at:deleted-entry ref="yt:video:${id}" when="${instant(world.now().toISOString())}">
  <link href="${site}/watch?v=${id}"/>
  <at:by>
   <name>${escaped(channel.title)}</name>
   <uri>${site}/channel/${channel.id}</uri>
  </at:by>
 </at:deleted-entry>
</feed>
`;

const instant = (at: string) => `${at.slice(0, 19)}+00:00`;
const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&${entities[c]};`);
