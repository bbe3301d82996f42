import { type Answer, type Request, type Route, seeOther } from '../http.ts';
import { many } from '../page.ts';
import { failureOf, onAFaultyWire } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { answerOf, GraphError, rateLimit } from './errors.ts';
import type { Teller } from './events.ts';
import { facebookToken, instagramCode, instagramLong, instagramRefresh } from './exchange.ts';
import { metaFailures } from './failures.ts';
import { cdnFile, whatsappFile } from './files.ts';
import { answerGraph, placeOf, subjectOf } from './graph.ts';
import { openHooks } from './hooks.ts';
import { ask, decide } from './login.ts';
import { accountPage, metaPage, overview, threadPage } from './pages.ts';
import { playRoutes } from './play.ts';
import { stageFor } from './stage.ts';
import { type Meta, openMeta } from './state.ts';

const minutesToWait = 19;
const graphHosts = ['graph.facebook.com', 'graph.instagram.com'];

/** Instagram, Messenger and WhatsApp: logins, the Graph, webhooks, and the people who write. */
export async function meta(world: World): Promise<Part> {
  const opened = await openMeta(world);
  const teller: Teller = { meta: opened, hooks: openHooks(opened) };
  return {
    name: 'meta',
    title: 'Instagram, Messenger, WhatsApp',
    summary: 'Accounts, conversations, posts and comments, with both of Meta’s logins and its webhooks.',
    gauge: () => {
      const messages = Object.values(opened.all().threads).reduce((sum, one) => sum + one.messages.length, 0);
      return many(messages, 'message');
    },
    stage: (person) => stageFor(opened, person),
    failures: metaFailures,
    routes: [...loginRoutes(opened), ...wireRoutes(teller), ...pageRoutes(opened), ...playRoutes(teller)],
    reset: () => opened.reset(),
  };
}

function loginRoutes(opened: Meta): Route[] {
  const at = (path: string, login: 'instagram' | 'facebook'): Route[] => [
    { method: 'GET', path, handle: (request) => ask(opened, request, login) },
    { method: 'POST', path, handle: (request) => decide(opened, request, login) },
  ];
  return [
    ...at('/www.instagram.com/oauth/authorize', 'instagram'),
    ...at('/www.facebook.com/dialog/oauth', 'facebook'),
    ...at('/www.facebook.com/:version/dialog/oauth', 'facebook'),
  ];
}

/** What programs speak with. */
function wireRoutes(teller: Teller): Route[] {
  const opened = teller.meta;
  const graph = (request: Request) => answerGraph(teller, request, failureOf(request));
  const exact = (method: string, path: string, handle: (request: Request) => Promise<Answer>) => ({
    method,
    path,
    handle,
  });
  const versioned = (method: string, host: string, path: string, handle: Route['handle']): Route[] =>
    [`/${host}/${path}`, `/${host}/:version/${path}`].map((whole) => ({ method, path: whole, handle }));
  const routes: Route[] = [
    exact('POST', '/api.instagram.com/oauth/access_token', (request) => instagramCode(opened, request)),
    ...versioned('GET', 'graph.instagram.com', 'access_token', (request) => instagramLong(opened, request)),
    ...versioned('GET', 'graph.instagram.com', 'refresh_access_token', (request) =>
      instagramRefresh(opened, request),
    ),
    ...['GET', 'POST'].flatMap((method) =>
      versioned(method, 'graph.facebook.com', 'oauth/access_token', (request) =>
        facebookToken(opened, request),
      ),
    ),
    exact('GET', '/lookaside.fbsbx.com/whatsapp_business/attachments/', (request) =>
      whatsappFile(opened, request),
    ),
    ...graphHosts.flatMap((host) =>
      ['GET', 'POST', 'DELETE'].map((method) => ({ method, path: `/${host}/*`, handle: graph })),
    ),
  ];
  return onAFaultyWire(opened.world, 'meta', faces(opened), (request) => subjectOf(opened, request), routes);
}

const faces = (opened: Meta) => ({
  rateLimited: (request: Request) => {
    const { path } = placeOf(request);
    const regain = { type: 'instagram', call_count: 101, total_cputime: 40, total_time: 60 };
    const usage = { [path[0] ?? 'me']: [{ ...regain, estimated_time_to_regain_access: minutesToWait }] };
    return answerOf(rateLimit(80002, { 'x-business-use-case-usage': JSON.stringify(usage) }));
  },
  serverError: () =>
    answerOf(
      new GraphError(2, 'An unexpected error has occurred. Please retry your request later.', {
        isTransient: true,
      }),
    ),
  expiredToken: () => {
    const now = Math.floor(opened.now().getTime() / 1_000);
    const text = `Error validating access token: Session has expired on ${now - 60}. The current time is ${now}.`;
    return answerOf(new GraphError(190, text, { subcode: 463 }));
  },
});

function pageRoutes(opened: Meta): Route[] {
  return [
    {
      method: 'GET',
      path: '/meta',
      handle: (request) => (request.wantsPage ? metaPage(opened) : overview(opened)),
    },
    { method: 'GET', path: '/meta/accounts/:account', handle: (request) => accountPage(opened, request) },
    {
      method: 'GET',
      path: '/meta/threads/:account/:person',
      handle: (request) => threadPage(opened, request),
    },
    { method: 'GET', path: '/cdn.sandbox/:kind/:name', handle: (request) => cdnFile(opened, request) },
    { method: 'GET', path: '/www.instagram.com/*', handle: () => seeOther('/meta') },
  ];
}
