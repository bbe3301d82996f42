import { openAnalytics } from './analytics.ts';
import type { YouTubeOptions } from './ask.ts';
import { openCaptions } from './captions.ts';
import { openChannels } from './channels.ts';
import { openComments } from './comments.ts';
import { openUploads } from './upload.ts';

export type YouTube = ReturnType<typeof openYouTube>;

/** One channel, by the token of whoever gave consent. Every answer says what it took from the day's quota. */
export const openYouTube = (options: YouTubeOptions) => ({
  ...openChannels(options),
  ...openComments(options),
  ...openUploads(options),
  ...openCaptions(options),
  ...openAnalytics(options),
});
