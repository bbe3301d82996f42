import { refused, tagged } from './answers.ts';
import { catchUp, takeDown, tellChanged } from './book.ts';
import { draftFrom } from './drafts.ts';
import { type Call, done, type Method, missing, oneOf, resourceOf, scopesTo } from './gate.ts';
import { type Google, type Video, videoOf } from './state.ts';
import { isShownTo, privacyOf, videoNotFound, videoParts, videoResource } from './videos.ts';

/** What a named part does not say is emptied, as the real one does. */
export const videosUpdate: Method = {
  name: 'videos.update',
  http: 'PUT',
  path: '/youtube/v3/videos',
  scopes: scopesTo.manage,
  units: 50,
  params: ['onBehalfOfContentOwner'],
  parts: videoParts,
  handle: async (call) => {
    const resource = await resourceOf(call);
    const video = ownVideo(call, String(resource.id ?? ''));
    const before = privacyOf(video, call.now);
    const at = call.now.toISOString();
    Object.assign(video, draftFrom(resource, call.parts, call.now, video), { updatedAt: at });
    if (before !== 'public' && video.privacy === 'public') video.publishedAt = at;
    call.google.changed();
    tellChanged(call.google, video, call.request);
    catchUp(call.google, call.request);
    return tagged(call.request, videoResource(call, video));
  },
};

export const videosDelete: Method = {
  name: 'videos.delete',
  http: 'DELETE',
  path: '/youtube/v3/videos',
  scopes: scopesTo.manage,
  units: 50,
  params: ['id', 'onBehalfOfContentOwner'],
  handle: (call) => {
    takeDown(call.google, ownVideo(call, call.query.get('id') ?? '').id, call.request);
    return done();
  },
};

export const videosRate: Method = {
  name: 'videos.rate',
  http: 'POST',
  path: '/youtube/v3/videos/rate',
  scopes: scopesTo.manage,
  units: 50,
  params: ['id', 'rating'],
  handle: (call) => {
    if (!call.query.has('id')) throw missing('id');
    if (!call.query.has('rating')) throw missing('rating');
    const rating = oneOf(call.query, 'rating', ['like', 'dislike', 'none'], 'none');
    const video = videoOf(call.google, call.query.get('id')!);
    if (!video || !isShownTo(call.channel, video, call.now)) throw videoNotFound('id');
    rate(call.google, video, call.channel?.id ?? call.holder.sub, rating === 'like');
    return done();
  },
};

export function rate(google: Google, { id }: Video, who: string, likes: boolean): void {
  const others = (google.state.likes[id] ?? []).filter((one) => one !== who);
  google.state.likes[id] = likes ? [...others, who] : others;
  google.changed();
}

function ownVideo({ google, channel }: Call, id: string): Video {
  const video = videoOf(google, id);
  if (!video) throw videoNotFound('id');
  if (video.channelId !== channel?.id)
    throw refused(
      403,
      'youtube.video',
      'forbidden',
      'The request cannot be made on behalf of this channel: forbidden.',
    );
  return video;
}
