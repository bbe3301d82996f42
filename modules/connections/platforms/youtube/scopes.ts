const auth = 'https://www.googleapis.com/auth/';

/** Either of them names the channel: without both there is nothing that could be connected. */
export const readingScopes: readonly string[] = [`${auth}youtube.readonly`, `${auth}youtube.force-ssl`];

export const youtubeScopes: readonly string[] = [
  ...readingScopes,
  `${auth}youtube.upload`,
  `${auth}yt-analytics.readonly`,
];
