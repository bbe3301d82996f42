import { randomBytes } from 'node:crypto';
import { type Answer, page, Refusal, type Request, seeOther } from '../http.ts';
import { parsed } from './call.ts';
import { consentPage, scopeWords } from './login-pages.ts';
import { type Account, type App, apps, type Meta, type Waba } from './state.ts';

const codeLength = 64;

/** What an app asked for when it sent somebody here. */
export interface Wish {
  readonly app: App;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
}

/** Shows what is asked for, or why it cannot be. A person stands here, so every answer is a page. */
export function ask(meta: Meta, request: Request, login: App['login']): Answer {
  const wish = wishOf(request.url.searchParams, login);
  return withReturn(page(consentPage(meta, request.url.search, wish, offersFor(meta, login))), wish);
}

/** `{ query, accounts, scopes, answer }`: by the form, or as JSON with lists of keys. */
export async function decide(meta: Meta, request: Request, login: App['login']): Promise<Answer> {
  const said = await saidIn(request);
  const wish = wishOf(new URLSearchParams(said.query), login);
  if (said.answer === 'no') return back(wish, denial(wish), login);
  const offered = offersFor(meta, login);
  const chosen = offered.filter(({ id, key }) => said.accounts.includes(id) || said.accounts.includes(key));
  if (chosen.length === 0 || (login === 'instagram' && chosen.length > 1)) {
    const problem = login === 'instagram' ? 'Choose one account.' : 'Choose at least one.';
    return withReturn(page(consentPage(meta, `?${said.query}`, wish, offered, problem), 400), wish);
  }
  const scopes =
    said.scopes === undefined ? wish.scopes : wish.scopes.filter((one) => said.scopes!.includes(one));
  const code = `AQ${randomBytes(codeLength).toString('base64url')}`;
  meta.all().codes[code] = {
    appId: wish.app.id,
    redirectUri: wish.redirectUri,
    scopes,
    declined: wish.scopes.filter((one) => !scopes.includes(one)),
    assets: chosen.map(({ id }) => id),
    issuedAt: meta.nowText(),
    usedAt: null,
  };
  meta.changed();
  request.note(`allows ${chosen.map(({ key }) => key).join(', ')}`);
  return back(wish, { code }, login);
}

export interface Offer {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
}

/** What one may choose among: one Instagram account; or Pages, what is linked to them, and WhatsApp. */
function offersFor(meta: Meta, login: App['login']): Offer[] {
  const offer = ({ id, key, name }: Account, kind: string) => ({ id, key, name, kind });
  const instagram = meta
    .accounts('instagram')
    .map((one) => ({ ...offer(one, 'Instagram'), pageId: one.pageId }));
  if (login === 'instagram') return instagram;
  return [
    ...meta.accounts('messenger').map((one) => offer(one, 'Page')),
    ...instagram.filter(({ pageId }) => pageId !== undefined),
    ...Object.values(meta.all().wabas).map(({ id, name }: Waba) => ({
      id,
      key: `waba-${id}`,
      name,
      kind: 'WhatsApp',
    })),
  ];
}

interface Said {
  readonly query: string;
  readonly accounts: readonly string[];
  /** Undefined: all that were asked for. */
  readonly scopes: readonly string[] | undefined;
  readonly answer: string;
}

/** A form repeats a name for each tick, which is lost where fields are read into an object. */
async function saidIn(request: Request): Promise<Said> {
  const text = (await request.body()).toString('utf8');
  if (String(request.headers['content-type']).includes('json')) {
    const given = (parsed(text) ?? {}) as Record<string, unknown>;
    const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : String(value).split(','));
    return {
      query: String(given.query ?? '').replace(/^\?/, ''),
      accounts: list(given.accounts ?? ''),
      scopes: given.scopes === undefined ? undefined : list(given.scopes),
      answer: String(given.answer ?? 'yes'),
    };
  }
  const form = new URLSearchParams(text);
  return {
    query: form.get('query') ?? '',
    accounts: form.getAll('accounts'),
    scopes: form.has('choosing') ? form.getAll('scopes') : undefined,
    answer: form.get('answer') ?? 'yes',
  };
}

function wishOf(query: URLSearchParams, login: App['login']): Wish {
  const app = apps.find(({ id }) => id === query.get('client_id'));
  if (app?.login !== login) throw new Refusal(400, 'Invalid platform app: this client_id is not known here.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(redirectUri))
    throw new Refusal(400, 'Invalid redirect_uri: it is not among the valid OAuth redirect URIs of the app.');
  if (query.get('response_type') !== 'code' && !(login === 'facebook' && !query.has('response_type')))
    throw new Refusal(400, 'Invalid response_type: only code is answered here.');
  const asked = (query.get('scope') ?? '').split(/[\s,]+/).filter((one) => one !== '');
  // A configuration of Facebook Login for Business names the scopes itself.
  const scopes = query.has('config_id') && asked.length === 0 ? Object.keys(scopeWords[login]!) : asked;
  const unknown = scopes.filter((one) => !(one in scopeWords[login]!));
  if (scopes.length === 0 || unknown.length > 0)
    throw new Refusal(400, `Invalid Scopes: ${unknown.join(', ') || 'none was asked for'}.`);
  return { app, redirectUri, scopes: [...new Set(scopes)], state: query.get('state') ?? undefined };
}

/** On this machine only: nobody else is to be sent a code. */
function isRegistered(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, hash } = new URL(address);
  return (
    /^https?:$/.test(protocol) && ['localhost', '127.0.0.1', 'stoa.test'].includes(hostname) && hash === ''
  );
}

const denial = ({ app }: Wish): Record<string, string> => ({
  error: 'access_denied',
  error_reason: 'user_denied',
  ...(app.login === 'facebook' && { error_code: '200' }),
  error_description: app.login === 'facebook' ? 'Permissions error' : 'The user denied your request.',
});

/** With the few characters at the end that each login appends, for whoever forgets to cut them off. */
function back({ redirectUri, state }: Wish, facts: Record<string, string>, login: App['login']): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...facts, ...(state !== undefined && { state }) }))
    url.searchParams.set(name, value);
  return seeOther(`${url.href}${login === 'instagram' ? '#_' : '#_=_'}`);
}

/** The form's answer leads to the app: the page's own policy must let the browser go there. */
function withReturn(answer: Answer, { redirectUri }: Wish): Answer {
  const policy = answer.headers!['content-security-policy']!;
  const { origin } = new URL(redirectUri);
  const headers = {
    ...answer.headers,
    'content-security-policy': policy.replace("form-action 'self'", `form-action 'self' ${origin}`),
  };
  return { ...answer, headers };
}
