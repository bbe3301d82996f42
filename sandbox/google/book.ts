import type { Request } from '../http.ts';
import { tell, tellGone } from './hub.ts';
import { type Draft, freshWord, type Google, type Video, videoOf } from './state.ts';
import { isProcessed, privacyOf, removeVideo } from './videos.ts';

export interface NewVideo {
  readonly channelId: string;
  readonly draft: Draft;
  readonly fate?: Video['fate'];
  readonly file?: Video['file'];
  /** It was uploaded so long ago: who is told sees a video that is ready. */
  readonly readyMs?: number;
}

const bytesPerSecond = 250_000;
const secondsMin = 8;

/** It is looked at for half a minute before anybody can see it. */
export function addVideo(google: Google, made: NewVideo): Video {
  const { channelId, draft, fate = 'processed', file = null, readyMs = 0 } = made;
  const now = google.world.now();
  const at = now.toISOString();
  const video: Video = {
    ...draft,
    id: freshWord(11),
    channelId,
    publishedAt: at,
    updatedAt: at,
    uploadedAt: new Date(now.getTime() - readyMs).toISOString(),
    durationSeconds: Math.max(secondsMin, Math.round((file?.bytes ?? 0) / bytesPerSecond)),
    wasOut: false,
    hasComments: !draft.isMadeForKids,
    file,
    fate,
    captions: [],
  };
  google.state.videos.push(video);
  google.changed();
  return video;
}

/** What time alone brings about: dates that are reached, films that are ready, subscribers to be told of them. */
export function catchUp(google: Google, request?: Request): void {
  const now = google.world.now();
  const { announced, videos } = google.state;
  for (const video of videos) {
    if (video.publishAt !== null && privacyOf(video, now) === 'public')
      Object.assign(video, {
        privacy: 'public',
        publishedAt: video.publishAt,
        updatedAt: video.publishAt,
        publishAt: null,
      });
    const isReady = video.fate === 'processed' && isProcessed(video, now);
    if (isReady && video.privacy !== 'private') video.wasOut = true;
    const isOut = isReady && video.privacy === 'public';
    if (!isOut || announced.includes(video.id)) continue;
    announced.push(video.id);
    tell(google, video, request);
    google.changed();
  }
}

/** The hub tells of a new title as it tells of a new video. */
export function tellChanged(google: Google, video: Video, request?: Request): void {
  if (google.state.announced.includes(video.id) && video.privacy === 'public') tell(google, video, request);
}

export function takeDown(google: Google, id: string, request?: Request): void {
  const video = videoOf(google, id);
  if (!video) return;
  removeVideo(google, id);
  if (google.state.announced.includes(id)) tellGone(google, video, request);
}
