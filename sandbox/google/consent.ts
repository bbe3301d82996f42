import { isOwnAddress, leadingTo, withQuery } from '../common/returning.ts';
import { type Answer, page, Refusal, type Request, seeOther } from '../http.ts';
import { accountAt, ownChannel } from './cast.ts';
import { blockedPage, choicePage, consentPage } from './consent-pages.ts';
import { canBeUnticked, scopeWords, shortNames } from './scopes.ts';
import { type Account, channelsOf, clientId, type Google } from './state.ts';
import { liveTokensOf, makeCode, type Wish } from './tokens.ts';

export interface Ask extends Wish {
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly hint: string;
  /** What was granted before is part of what is granted now. */
  readonly isIncremental: boolean;
}

const emailPattern = /^[^@\s]{1,64}@[^@\s]{1,190}$/;
const withoutChannel = 'no-channel';

/** Somebody was sent here by an app. What is wrong about the app is told to the person: nobody is sent back. */
export function ask(google: Google, request: Request): Answer {
  const query = request.url.searchParams;
  const wish = askOf(google, query);
  if (query.get('prompt') === 'none') return back(wish, { error: 'interaction_required' });
  const account = accountFrom(google, query.get('as') ?? '');
  query.delete('as');
  if (!account) return leadingTo(page(choicePage(google, query.toString(), wish)), wish.redirectUri);
  return leadingTo(page(consentPage(google, query.toString(), wish, account)), wish.redirectUri);
}

/**
 * `{ query, as, channel?, scopes?, answer? }`. Without `scopes` all that was asked for is granted, unless the page's
 * own boxes came along (`ticked`).
 */
export async function decide(google: Google, request: Request): Promise<Answer> {
  const fields = await request.fields();
  const wish = askOf(google, new URLSearchParams(fields.query ?? ''));
  if (fields.answer === 'no') return back(wish, { error: 'access_denied' });
  const account = accountFrom(google, fields.as ?? '');
  if (!account) throw new Refusal(400, 'Say who it is: `as` is an e-mail address.');
  const scopes = withEarlier(google, account, wish, scopesFrom(wish, fields));
  const channels = channelsOf(google, account);
  const channel =
    channels.find(({ id, handle }) => [id, handle].includes(fields.channel ?? '')) ?? channels[0];
  request.note(`signs in ${account.email}`);
  const consent = { clientId, sub: account.sub, channelId: channel?.id ?? null, scopes };
  const code = makeCode(google, consent, wish);
  return back(wish, { code, scope: scopes.join(' '), authuser: '0', prompt: 'consent' });
}

function askOf(google: Google, query: URLSearchParams): Ask {
  const blocked = (error: string, words: string, status = 400) => {
    const refusal = new Refusal(status, `${error}: ${words}`);
    Object.assign(refusal, { answer: page(blockedPage(google.world.now(), error, words), status) });
    return refusal;
  };
  if (query.get('client_id') !== clientId)
    throw blocked('invalid_client', 'The OAuth client was not found.', 401);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isOwnAddress(redirectUri) || new URL(redirectUri).hash !== '')
    throw blocked('redirect_uri_mismatch', `The address ${redirectUri || '(none)'} is not registered.`);
  if (query.get('response_type') !== 'code')
    throw blocked('unsupported_response_type', 'Only response_type=code is taken.');
  const scopes = [...new Set((query.get('scope') ?? '').split(/\s+/).filter(Boolean))].map(
    (scope) => shortNames[scope] ?? scope,
  );
  if (scopes.length === 0) throw blocked('invalid_request', 'Missing required parameter: scope');
  const unknown = scopes.filter((scope) => scopeWords[scope] === undefined);
  if (unknown.length > 0)
    throw blocked('invalid_scope', `Some requested scopes were invalid: ${unknown.join(', ')}`);
  const method = query.get('code_challenge_method') ?? 'plain';
  const challenge = query.get('code_challenge');
  if (challenge !== null && !['S256', 'plain'].includes(method))
    throw blocked('invalid_request', `Invalid code_challenge_method: ${method}`);
  const accessType = query.get('access_type') ?? 'online';
  if (!['online', 'offline'].includes(accessType))
    throw blocked('invalid_request', `Invalid parameter value for access_type: ${accessType}`);
  return {
    redirectUri,
    scopes,
    challenge: challenge === null ? null : { value: challenge, method },
    nonce: query.get('nonce'),
    state: query.get('state'),
    hint: query.get('login_hint') ?? '',
    isIncremental: query.get('include_granted_scopes') === 'true',
    wantsLasting: accessType === 'offline',
    asksAgain: (query.get('prompt') ?? '').split(' ').includes('consent'),
  };
}

/** Somebody known, or anybody who writes an address: they have a channel of the same name. */
function accountFrom(google: Google, written: string): Account | undefined {
  const address = written.trim().toLowerCase();
  const known = google.state.accounts.find(({ email, key }) => email === address || key === address);
  if (known || !emailPattern.test(address)) return known;
  const made = accountAt(address);
  google.state.accounts.push(made);
  if (!made.key.startsWith(withoutChannel)) google.state.channels.push(ownChannel(made, google.world.now()));
  google.changed();
  return made;
}

function scopesFrom(wish: Ask, fields: Record<string, string>): string[] {
  const chosen = (scope: string, i: number) => {
    if (!canBeUnticked(scope)) return true;
    if (fields.scopes !== undefined) return fields.scopes.split(/\s+/).includes(scope);
    return fields.ticked === undefined || fields[`scope-${i}`] !== undefined;
  };
  return wish.scopes.filter(chosen);
}

function withEarlier(google: Google, { sub }: Account, wish: Ask, scopes: string[]): string[] {
  const earlier = wish.isIncremental ? liveTokensOf(google, sub).flatMap((token) => token.scopes) : [];
  return [...new Set([...scopes, ...earlier])];
}

const back = (wish: Ask, facts: Record<string, string>): Answer =>
  seeOther(withQuery(wish.redirectUri, { state: wish.state ?? undefined, ...facts }));
