import { createHash, randomBytes } from 'node:crypto';
import { moveClock, openParts } from '../common/testing.ts';
import { failures } from '../failures/routes.ts';
import { failureHeader } from '../wire-faults.ts';
import { google } from './routes.ts';

const redirectUri = 'http://localhost:4100/connections/google/callback';
const client = { client_id: 'sandbox.apps.googleusercontent.com', client_secret: 'sandbox-google-secret' };
const auth = 'https://www.googleapis.com/auth/';
export const scopes = [
  'openid',
  `${auth}userinfo.email`,
  `${auth}youtube`,
  `${auth}youtube.force-ssl`,
  `${auth}youtube.upload`,
  `${auth}yt-analytics.readonly`,
];

export type Outside = Awaited<ReturnType<typeof openOutside>>;

/** The part on a port of its own, and the ways in which an app and a person use it. */
export async function openOutside() {
  const parts = await openParts(google, failures);
  const at = (address: string) => parts.url + address.replace(/^https:\//, '');
  const form = (address: string, fields: Record<string, string>, headers = {}) =>
    fetch(at(address), { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
  const play = async (deed: string, fields: object): Promise<any> =>
    read(
      await fetch(at(`/google/play/${deed}`), {
        method: 'POST',
        body: JSON.stringify(fields),
        headers: { 'content-type': 'application/json' },
      }),
    );
  return {
    ...parts,
    at,
    form,
    play,
    move: (ms: number) => moveClock(parts.world, ms),
    about: async (): Promise<any> => (await fetch(at('/google'))).json(),
    ...flows(form),
  };
}

export const read = async (answer: Response): Promise<any> => {
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
};

export interface Wish {
  readonly query?: Record<string, string>;
  readonly channel?: string;
  readonly scopes?: string;
}

function flows(
  form: (address: string, fields: Record<string, string>, headers?: object) => Promise<Response>,
) {
  const verifier = randomBytes(32).toString('base64url');
  const queryOf = (query: Record<string, string> = {}) =>
    new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: scopes.join(' '),
      state: 's',
      access_type: 'offline',
      prompt: 'consent',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...query,
    }).toString();
  const agree = async (who: string, { query, ...more }: Wish = {}) => {
    const fields = { query: queryOf(query), as: who, ...more };
    const answer = await form('https://accounts.google.com/o/oauth2/v2/consent', fields);
    return new URL(answer.headers.get('location')!).searchParams;
  };
  const token = async (fields: Record<string, string>, headers = {}) =>
    read(await form('https://oauth2.googleapis.com/token', { ...client, ...fields }, headers));
  const exchange = (code: string, fields: Record<string, string> = {}, headers = {}) =>
    token(
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...fields,
      },
      headers,
    );
  const refresh = (refreshToken: string) =>
    token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  /** All that a connection has. */
  const connect = async (who: string, wish?: Wish): Promise<any> =>
    (await exchange((await agree(who, wish)).get('code')!)).body;
  return { queryOf, agree, token, exchange, refresh, connect };
}

/** An app with somebody's token. */
export function caller({ at }: Pick<Outside, 'at'>, accessToken: string) {
  const base = 'https://www.googleapis.com/youtube/v3';
  const call = async (
    method: string,
    path: string,
    query: Record<string, string> = {},
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const address = path.startsWith('https:') ? path : base + path;
    return read(
      await fetch(`${at(address)}?${new URLSearchParams(query)}`, {
        method,
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  };
  const get = (path: string, query?: Record<string, string>, headers?: Record<string, string>) =>
    call('GET', path, query, headers && { headers });
  return { call, get };
}

export const playing = (failure: string) => ({ [failureHeader]: failure });
