import type { Channel } from '../../../../providers/youtube/channels.ts';
import type { Profile } from '../platform.ts';

export const profileOf = (channel: Channel): Profile => ({
  platformAccountId: channel.id,
  accountKind: 'channel',
  username: channel.handle,
  displayName: channel.title || channel.handle || channel.id,
  profileUrl: `https://www.youtube.com/channel/${encodeURIComponent(channel.id)}`,
  pictureUrl: channel.pictureUrl,
  biography: channel.description,
  figures: { followers: channel.subscriberCount, posts: channel.videoCount, views: channel.viewCount },
  details: channel.uploadsPlaylistId === undefined ? {} : { uploadsPlaylistId: channel.uploadsPlaylistId },
});
