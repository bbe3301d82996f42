import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../http.ts';
import { openWorld, type World } from '../world.ts';
import { signatureOf } from './hooks.ts';
import { meta } from './routes.ts';
import { apps, instagramApp, metaApp } from './state.ts';

/** For tests of this part: a world with nothing else in it, and somebody whom it tells things. */
export async function openMetaWorld(): Promise<MetaWorld> {
  const world = await openWorld(undefined, [meta]);
  const server = serve(
    world.parts().flatMap(({ routes }) => routes),
    () => {},
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    world,
    url,
    call: (method, address, said) => call(url, method, address, said),
    play: async (what, fields, headers = {}) => {
      const answer = await fetch(`${url}/meta/play/${what}`, {
        method: 'POST',
        body: JSON.stringify(fields),
        headers: { 'content-type': 'application/json', ...headers },
      });
      return answer.json();
    },
    facts: async (account) => (await fetch(`${url}/meta/accounts/${encodeURIComponent(account)}`)).json(),
    move: (ms) => {
      world.time.value = { ...world.time.value, offsetMs: world.time.value.offsetMs + ms };
      world.journal.stirred('clock');
    },
    close: async () => {
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), world.close()]);
    },
  };
}

export interface Said {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export interface MetaWorld {
  readonly world: World;
  readonly url: string;
  /** `call('GET', 'graph.instagram.com/v25.0/me')` */
  call(method: string, address: string, said?: Said): Promise<Heard>;
  play(
    what: string,
    fields: Readonly<Record<string, unknown>>,
    headers?: Record<string, string>,
  ): Promise<any>;
  facts(account: string): Promise<any>;
  move(ms: number): void;
  close(): Promise<void>;
}

async function call(base: string, method: string, address: string, said: Said = {}): Promise<Heard> {
  const url = new URL(`${base}/${address}`);
  for (const [name, value] of Object.entries(said.query ?? {})) url.searchParams.set(name, value);
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(said.token !== undefined && { authorization: `Bearer ${said.token}` }),
      ...(said.json !== undefined && { 'content-type': 'application/json' }),
      ...said.headers,
    },
    ...(said.json !== undefined && { body: JSON.stringify(said.json) }),
    ...(said.form && { body: new URLSearchParams(said.form) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: readable(text) };
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const redirectUri = 'http://localhost:4100/connect/meta';
export const appToken = {
  instagram: `${instagramApp.id}|${instagramApp.secret}`,
  facebook: `${metaApp.id}|${metaApp.secret}`,
};
export const allScopes = {
  instagram: [
    'instagram_business_basic',
    'instagram_business_manage_messages',
    'instagram_business_manage_comments',
    'instagram_business_content_publish',
    'instagram_business_manage_insights',
  ],
  facebook: [
    'pages_show_list',
    'pages_messaging',
    'pages_manage_metadata',
    'pages_read_engagement',
    'pages_manage_engagement',
    'pages_manage_posts',
    'instagram_basic',
    'instagram_manage_messages',
    'instagram_manage_comments',
    'business_management',
    'whatsapp_business_management',
    'whatsapp_business_messaging',
  ],
};

export interface Consent {
  readonly accounts: readonly string[];
  readonly asked?: readonly string[];
  readonly scopes?: readonly string[];
  readonly answer?: string;
}

/** What somebody's browser comes back with. */
export async function consent(m: MetaWorld, login: 'instagram' | 'facebook', said: Consent): Promise<URL> {
  const app = login === 'instagram' ? instagramApp : metaApp;
  const query = new URLSearchParams({
    client_id: app.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: (said.asked ?? allScopes[login]).join(','),
    state: 's1',
  });
  const address =
    login === 'instagram' ? 'www.instagram.com/oauth/authorize' : 'www.facebook.com/v25.0/dialog/oauth';
  const { asked: _asked, ...choice } = said;
  const answer = await m.call('POST', address, { json: { query: query.toString(), ...choice } });
  return new URL(answer.headers.get('location')!);
}

export const redeem = (m: MetaWorld, code: string, more: Record<string, string> = {}) =>
  m.call('POST', 'api.instagram.com/oauth/access_token', {
    form: {
      client_id: instagramApp.id,
      client_secret: instagramApp.secret,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
      code,
      ...more,
    },
  });

/** A token of an hour, by Instagram Login. */
export async function shortToken(m: MetaWorld, account: string, scopes?: readonly string[]): Promise<string> {
  const back = await consent(m, 'instagram', { accounts: [account], ...(scopes && { scopes }) });
  const { body } = await redeem(m, back.searchParams.get('code')!);
  return (body.data?.[0] ?? body).access_token;
}

export async function longToken(m: MetaWorld, account: string, scopes?: readonly string[]): Promise<string> {
  const { body } = await m.call('GET', 'graph.instagram.com/access_token', {
    query: {
      grant_type: 'ig_exchange_token',
      client_secret: instagramApp.secret,
      access_token: await shortToken(m, account, scopes),
    },
  });
  return body.access_token;
}

/** A token of a person's, by Facebook Login. */
export async function userToken(
  m: MetaWorld,
  accounts: readonly string[],
  asked: readonly string[] = allScopes.facebook,
): Promise<string> {
  const back = await consent(m, 'facebook', { accounts, asked });
  const { body } = await m.call('GET', 'graph.facebook.com/v25.0/oauth/access_token', {
    query: {
      client_id: metaApp.id,
      client_secret: metaApp.secret,
      redirect_uri: redirectUri,
      code: back.searchParams.get('code')!,
    },
  });
  return body.access_token;
}

/** A Page’s token that does not end, and the Page’s id. */
export async function pageToken(m: MetaWorld, page: string, others: readonly string[] = []) {
  const { body: long } = await m.call('GET', 'graph.facebook.com/oauth/access_token', {
    query: {
      grant_type: 'fb_exchange_token',
      client_id: metaApp.id,
      client_secret: metaApp.secret,
      fb_exchange_token: await userToken(m, [page, ...others]),
    },
  });
  const { body } = await m.call('GET', 'graph.facebook.com/me/accounts', { token: long.access_token });
  return { id: body.data[0].id as string, token: body.data[0].access_token as string };
}

export interface Listener {
  readonly url: string;
  readonly heard: { readonly body: any; readonly raw: string; readonly signedBy: string | undefined }[];
  status: number;
  /** Waits until so many came. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export const verifyToken = 'hook-secret';

/** Whom Meta calls: says yes to a handshake, and keeps what it is told. */
export async function openListener(): Promise<Listener> {
  const heard: Listener['heard'] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const query = new URL(request.url!, 'http://here').searchParams;
    if (request.method === 'GET') {
      const isKnown = query.get('hub.verify_token') === verifyToken;
      response.writeHead(isKnown ? 200 : 403).end(isKnown ? query.get('hub.challenge') : '');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const signed = request.headers['x-hub-signature-256'];
    const signedBy = apps.find((app) => signed === `sha256=${signatureOf(app, raw)}`)?.login;
    heard.push({ body: JSON.parse(raw), raw, signedBy });
    response.writeHead(listener.status).end();
    for (const wake of waiting) wake();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listener: Listener = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    heard,
    status: 200,
    until: async (count) => {
      while (heard.length < count)
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return listener;
}

/** Subscribes the app to these fields, at this address. */
export const subscribeApp = (
  m: MetaWorld,
  login: 'instagram' | 'facebook',
  facts: { object: string; url: string; fields: string; token?: string },
) =>
  m.call(
    'POST',
    `graph.facebook.com/v25.0/${login === 'instagram' ? instagramApp.id : metaApp.id}/subscriptions`,
    {
      query: {
        object: facts.object,
        callback_url: facts.url,
        verify_token: facts.token ?? verifyToken,
        fields: facts.fields,
        access_token: appToken[login],
      },
    },
  );
