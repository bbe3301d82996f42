import type { Answer, Request, Route } from '../http.ts';
import { many } from '../page.ts';
import { failureOf, onAFaultyWire } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { reportsQuery } from './analytics.ts';
import { nothingHere } from './answers.ts';
import { feed } from './atom.ts';
import { catchUp } from './book.ts';
import { businessMethods } from './business/methods.ts';
import { businessRoutes } from './business/pages.ts';
import { captionsDelete, captionsInsert, captionsList } from './captions.ts';
import { firstDay } from './cast.ts';
import { channelsList, subscriptionsList } from './channels.ts';
import * as comments from './comments.ts';
import { ask, decide } from './consent.ts';
import { faces, googleFailures, subjectOf } from './failures.ts';
import { type Method, through } from './gate.ts';
import { openHub, subscribe } from './hub.ts';
import { playlistItemsList, searchList } from './lists.ts';
import { certs, revoke, token, tokeninfo, userinfo } from './oauth.ts';
import { pageRoutes } from './pages.ts';
import { playRoutes } from './play.ts';
import { stageOf } from './stage.ts';
import type { Google, State } from './state.ts';
import { thumbnail, thumbnailsSet } from './thumbnails.ts';
import { forgetFiles, putBytes, videosInsert } from './upload.ts';
import { videosDelete, videosRate, videosUpdate } from './video-writes.ts';
import { videosList } from './videos.ts';

const lookAgainMs = 1_000;
const methods: readonly Method[] = [
  channelsList,
  playlistItemsList,
  videosList,
  videosInsert,
  videosUpdate,
  videosDelete,
  videosRate,
  thumbnailsSet,
  searchList,
  comments.threadsList,
  comments.threadsInsert,
  comments.commentsList,
  comments.commentsInsert,
  comments.commentsUpdate,
  comments.commentsDelete,
  comments.commentsModerate,
  captionsList,
  captionsInsert,
  captionsDelete,
  subscriptionsList,
];
/** The same methods are at both. */
const apiHosts = ['www.googleapis.com', 'youtube.googleapis.com'];
const hosts = [
  ...apiHosts,
  'accounts.google.com',
  'oauth2.googleapis.com',
  'openidconnect.googleapis.com',
  'youtubeanalytics.googleapis.com',
  'pubsubhubbub.appspot.com',
  'www.youtube.com',
  'i.ytimg.com',
  ...businessMethods.map(([host]) => host),
];

/** Google's sign-in, YouTube with its reports, the hub that tells of new videos, and places with their reviews. */
export async function google(world: World): Promise<Part> {
  const google = await openGoogle(world);
  openHub(world);
  const looking = setInterval(() => catchUp(google), lookAgainMs).unref();
  world.journal.watch((part) => part === 'clock' && catchUp(google));
  const wired = [...tokenRoutes(google), ...apiRoutes(google), ...hubRoutes(google)];
  const subject = (request: Request) => subjectOf(google, request);
  return {
    name: 'google',
    title: 'Google',
    summary: 'Google accounts, their channels on YouTube, their places and reviews.',
    gauge: () => many(google.state.comments.length, 'comment'),
    failures: googleFailures,
    stage: (person) => stageOf(google, person),
    routes: [
      ...onAFaultyWire(world, 'google', faces, subject, wired),
      ...peoplesRoutes(google),
      ...pageRoutes(google),
      ...businessRoutes(google),
      ...playRoutes(google),
      ...hosts.map((host) => at('*', `/${host}/*`, ({ url }) => nothingHere(url.pathname))),
    ],
    reset: async () => {
      await forgetFiles(google);
      google.kept.reset();
    },
    close: () => clearInterval(looking),
  };
}

async function openGoogle(world: World): Promise<Google> {
  const kept = await world.keep<State>('google', () => firstDay(world));
  return {
    world,
    kept,
    folder: await world.folder('google'),
    get state() {
      return kept.value;
    },
    changed: () => {
      kept.changed();
      world.journal.stirred('google');
    },
  };
}

const at = (method: string, path: string, handle: Route['handle']): Route => ({ method, path, handle });

const tokenRoutes = (google: Google): Route[] => [
  at('POST', '/oauth2.googleapis.com/token', (request) => token(google, request, failureOf(request))),
  at('POST', '/oauth2.googleapis.com/revoke', (request) => revoke(google, request)),
  ...['GET', 'POST'].map((method) =>
    at(method, '/oauth2.googleapis.com/tokeninfo', (request) => tokeninfo(google, request)),
  ),
  at('GET', '/www.googleapis.com/oauth2/v3/userinfo', (request) => userinfo(google, request)),
  at('GET', '/openidconnect.googleapis.com/v1/userinfo', (request) => userinfo(google, request)),
  at('GET', '/www.googleapis.com/oauth2/v3/certs', () => certs(google)),
];

const apiRoutes = (google: Google): Route[] => [
  ...apiHosts.flatMap((host) => [
    ...methods.map((method) => methodRoute(google, host, method)),
    at('PUT', `/${host}/upload/youtube/v3/videos`, (request) =>
      putBytes(google, request, failureOf(request)),
    ),
  ]),
  methodRoute(google, 'youtubeanalytics.googleapis.com', reportsQuery),
  ...businessMethods.flatMap(([host, all]) => all.map((method) => methodRoute(google, host, method))),
];

const methodRoute = (google: Google, host: string, method: Method) =>
  at(method.http, `/${host}${method.path}`, (request): Promise<Answer> => {
    catchUp(google);
    return through(google, method, request, failureOf(request));
  });

const hubRoutes = (google: Google): Route[] => [
  ...['', '/', '/subscribe'].map((path) =>
    at('POST', `/pubsubhubbub.appspot.com${path}`, (request) =>
      subscribe(google, request, failureOf(request)),
    ),
  ),
  ...['/xml/feeds/videos.xml', '/feeds/videos.xml'].map((path) =>
    at('GET', `/www.youtube.com${path}`, ({ url }) => feed(google, url.searchParams.get('channel_id') ?? '')),
  ),
];

/** What somebody's browser is sent to, and the pictures on it. */
const peoplesRoutes = (google: Google): Route[] => [
  at('GET', '/accounts.google.com/o/oauth2/v2/auth', (request) => ask(google, request)),
  at('POST', '/accounts.google.com/o/oauth2/v2/consent', (request) => decide(google, request)),
  at('GET', '/i.ytimg.com/vi/:id/:file', ({ params }) => thumbnail(google, params.id!, params.file!)),
  at('GET', '/i.ytimg.com/channel/:id/:file', ({ params }) =>
    thumbnail(google, params.id!, params.file!, true),
  ),
];
