import { type PlatformEvent, timeOf } from '../event.ts';
import { present } from '../fields.ts';
import { type Element, readXml } from './atom.ts';

export interface FeedVideo {
  readonly videoId: string;
  readonly title?: string;
  readonly url?: string;
  readonly channelName?: string;
  readonly publishedAt?: Date;
}

const entriesMax = 100;

/**
 * What a hub tells of a channel: `video` for one that is new or was changed, which it does not tell apart, and
 * `video_deleted`. It has no ids for its news: the video and its time are all there is. Of what cannot be read nothing
 * is made.
 */
export function splitYouTubeFeed(xml: string): PlatformEvent<FeedVideo>[] {
  const feed = readXml(xml);
  if (feed?.name !== 'feed') return [];
  return feed.children.slice(0, entriesMax).flatMap((entry) => {
    if (entry.name === 'entry') return changed(entry);
    return entry.name === 'deleted-entry' ? deleted(entry) : [];
  });
}

function changed(entry: Element): PlatformEvent<FeedVideo>[] {
  const videoId = textIn(entry, 'videoId');
  if (videoId === undefined) return [];
  const published = timeOf(textIn(entry, 'published'));
  const url = childOf(entry, 'link')?.attributes.href;
  return [
    {
      platform: 'youtube',
      accountId: textIn(entry, 'channelId'),
      eventId: undefined,
      kind: 'video',
      conversationKey: videoId,
      at: timeOf(textIn(entry, 'updated')) ?? published,
      payload: present({
        videoId,
        title: textIn(entry, 'title'),
        url,
        channelName: textIn(childOf(entry, 'author'), 'name'),
        publishedAt: published,
      }),
    },
  ];
}

/** Names the video as `yt:video:<id>` and its channel by an address alone. */
function deleted(entry: Element): PlatformEvent<FeedVideo>[] {
  const videoId = /^yt:video:(.+)$/.exec(entry.attributes.ref ?? '')?.[1];
  if (videoId === undefined) return [];
  const by = childOf(entry, 'by');
  return [
    {
      platform: 'youtube',
      accountId: /\/channel\/([\w-]+)$/.exec(textIn(by, 'uri') ?? '')?.[1],
      eventId: undefined,
      kind: 'video_deleted',
      conversationKey: videoId,
      at: timeOf(entry.attributes.when),
      payload: present({
        videoId,
        url: childOf(entry, 'link')?.attributes.href,
        channelName: textIn(by, 'name'),
      }),
    },
  ];
}

const childOf = (element: Element | undefined, name: string) =>
  element?.children.find((child) => child.name === name);

const textIn = (element: Element | undefined, name: string) =>
  childOf(element, name)?.text.trim() || undefined;
