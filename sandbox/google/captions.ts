import { ApiError, instant, refused, tagged } from './answers.ts';
import { type Call, done, type Method, missing, picked, scopesTo } from './gate.ts';
import { freshWord, type Video, videoOf } from './state.ts';
import { videoNotFound } from './videos.ts';

type Track = Video['captions'][number];
const trackBytesMax = 5 * 1024 * 1024;

export const captionsList: Method = {
  name: 'captions.list',
  http: 'GET',
  path: '/youtube/v3/captions',
  scopes: scopesTo.comment,
  units: 50,
  params: ['videoId', 'id', 'onBehalfOfContentOwner'],
  parts: ['id', 'snippet'],
  handle: (call) => {
    if (!call.query.has('videoId')) throw missing('videoId');
    const video = captioned(call, call.query.get('videoId')!);
    return tagged(call.request, {
      kind: 'youtube#captionListResponse',
      items: video.captions.map((track) => trackResource(call, video, track)),
    });
  },
};

export const captionsDelete: Method = {
  name: 'captions.delete',
  http: 'DELETE',
  path: '/youtube/v3/captions',
  scopes: scopesTo.comment,
  units: 50,
  params: ['id', 'onBehalfOfContentOwner'],
  handle: (call) => {
    const id = call.query.get('id') ?? '';
    const video = call.google.state.videos.find(({ captions }) => captions.some((one) => one.id === id));
    if (!video)
      throw refused(404, 'youtube.caption', 'captionNotFound', 'The caption track could not be found.', 'id');
    captioned(call, video.id).captions = video.captions.filter((one) => one.id !== id);
    call.google.changed();
    return done();
  },
};

/** What it is called and its text come in one body of two parts. The text is taken and not kept. */
export const captionsInsert: Method = {
  name: 'captions.insert',
  http: 'POST',
  path: '/upload/youtube/v3/captions',
  scopes: scopesTo.comment,
  units: 400,
  params: ['sync', 'onBehalfOfContentOwner'],
  parts: ['id', 'snippet'],
  handle: async (call) => {
    const { snippet } = await describedIn(call);
    if (!snippet?.videoId || !snippet.language || snippet.name === undefined)
      throw refused(400, domain, 'invalidMetadata', 'The request contains invalid metadata values.', 'body');
    const video = captioned(call, String(snippet.videoId));
    const [language, name] = [String(snippet.language), String(snippet.name)];
    if (video.captions.some((one) => one.language === language && one.name === name))
      throw refused(
        409,
        domain,
        'captionExists',
        'The specified video already has a caption track with this name and language.',
      );
    const track = { id: freshWord(32), language, name, kind: 'standard', updatedAt: call.now.toISOString() };
    video.captions.push(track);
    call.google.changed();
    return tagged(call.request, trackResource(call, video, track));
  },
};

const domain = 'youtube.caption';

const trackResource = ({ parts }: Call, video: Video, { id, language, name, kind, updatedAt }: Track) => ({
  kind: 'youtube#caption',
  etag: id,
  id,
  ...picked(parts, {
    snippet: () => ({
      videoId: video.id,
      lastUpdated: instant(updatedAt),
      trackKind: kind,
      language,
      name,
      audioTrackType: 'unknown',
      isCC: false,
      isLarge: false,
      isEasyReader: false,
      isDraft: false,
      isAutoSynced: false,
      status: 'serving',
    }),
  }),
});

/** The first part of a `multipart/related` body. */
async function describedIn({ request }: Call): Promise<any> {
  const boundary = /^multipart\/related;.*\bboundary="?([^";]+)"?/i.exec(
    request.headers['content-type'] ?? '',
  )?.[1];
  const parts = (await request.body(trackBytesMax)).toString('utf8').split(`--${boundary}`);
  try {
    if (boundary === undefined || parts.length < 4) throw new SyntaxError('two parts are expected');
    return JSON.parse(parts[1]!.slice(parts[1]!.indexOf('\r\n\r\n')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiError({
      code: 400,
      message: 'Media upload requires a multipart/related body.',
      reason: 'badContent',
    });
  }
}

function captioned({ google, channel }: Call, id: string): Video {
  const video = videoOf(google, id);
  if (!video) throw videoNotFound('videoId');
  if (video.channelId !== channel?.id)
    throw refused(
      403,
      'youtube.caption',
      'forbidden',
      'The permissions associated with the request are not sufficient to read caption tracks.',
    );
  return video;
}
