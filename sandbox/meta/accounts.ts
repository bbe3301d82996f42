import type { Call } from './call.ts';
import { badParameter, GraphError, missing } from './errors.ts';
import type { Teller } from './events.ts';
import { appOf, fieldsOf, handshake, objectOf } from './hooks.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { addComment, commentShape, mediaShape } from './posts.ts';
import { Edge, listed, One, type Shape, selected } from './select.ts';
import { type Account, appScopedId, business, type Meta, owner, type Waba } from './state.ts';
import { isExpired, pageTokenFor } from './tokens.ts';
import { wabaShape } from './whatsapp-numbers.ts';

const basic = ['instagram_business_basic', 'instagram_basic', 'pages_show_list', 'pages_read_engagement'];
const manage = [
  'instagram_business_manage_messages',
  'instagram_business_manage_comments',
  'instagram_business_basic',
  'pages_manage_metadata',
  'pages_messaging',
];

export const accountOperations: readonly Operation[] = [
  {
    method: 'GET',
    edge: '',
    on: ['instagram'],
    takes: ['comment_id', 'media_id'],
    scopes: basic,
    run: (call: Call, { account }: NodeOf<'instagram'>) => selected(instagramShape, account, call),
  },
  {
    method: 'GET',
    edge: '',
    on: ['messenger'],
    takes: [],
    scopes: [...basic, 'pages_messaging'],
    run: (call: Call, { account }: NodeOf<'messenger'>) => selected(pageShape, account, call),
  },
  { method: 'GET', edge: '', on: ['user'], takes: [], run: (call: Call) => selected(userShape, owner, call) },
  { method: 'GET', edge: 'accounts', on: ['user'], takes: [], scopes: ['pages_show_list'], run: pages },
  {
    method: 'GET',
    edge: 'businesses',
    on: ['user'],
    takes: [],
    scopes: ['business_management'],
    run: (call: Call) => listed(businessShape, [business], call),
  },
  ...['owned_whatsapp_business_accounts', 'client_whatsapp_business_accounts'].map(
    (edge): Operation => ({
      method: 'GET',
      edge,
      on: ['business'],
      takes: [],
      scopes: ['whatsapp_business_management'],
      run: (call: Call) => listed(wabaShape, edge.startsWith('owned') ? wabasOf(call) : [], call),
    }),
  ),
  { method: 'GET', edge: 'permissions', on: ['user', 'instagram'], takes: [], run: permissions },
  { method: 'DELETE', edge: 'permissions', on: ['user', 'instagram'], takes: [], run: withdraw },
  { method: 'GET', edge: 'subscribed_apps', on: ['instagram', 'messenger'], takes: [], run: subscribedApps },
  {
    method: 'POST',
    edge: 'subscribed_apps',
    on: ['instagram', 'messenger'],
    takes: ['subscribed_fields'],
    scopes: manage,
    run: subscribe,
  },
  {
    method: 'DELETE',
    edge: 'subscribed_apps',
    on: ['instagram', 'messenger'],
    takes: ['subscribed_fields'],
    scopes: manage,
    run: unsubscribe,
  },
  {
    method: 'POST',
    edge: 'mentions',
    on: ['instagram'],
    takes: ['media_id', 'comment_id', 'message'],
    scopes: ['instagram_business_manage_comments', 'instagram_manage_comments'],
    run: answerMention,
  },
  { method: 'GET', edge: 'subscriptions', on: ['app'], takes: [], run: appSubscriptions },
  {
    method: 'POST',
    edge: 'subscriptions',
    on: ['app'],
    takes: ['object', 'callback_url', 'verify_token', 'fields', 'include_values'],
    run: appSubscribe,
  },
  { method: 'DELETE', edge: 'subscriptions', on: ['app'], takes: ['object', 'fields'], run: appUnsubscribe },
];

const assetsOf = (call: Call, platform: Account['platform']) =>
  call.meta.accounts(platform).filter(({ id }) => call.token.assets.includes(id));

const wabasOf = ({ meta, token }: Call): Waba[] =>
  Object.values(meta.all().wabas).filter(({ id }) => token.assets.includes(id));

const userShape: Shape<typeof owner> = {
  name: 'User',
  usual: ['name', 'id'],
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    accounts: (_user, call) => new Edge(assetsOf(call, 'messenger'), pageShape),
  },
};

const businessShape: Shape<typeof business> = {
  name: 'Business',
  usual: ['id', 'name'],
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    owned_whatsapp_business_accounts: (_one, call) => new Edge(wabasOf(call), wabaShape),
  },
};

const mediaCount = (meta: Meta, id: string) => meta.postsOf(id).length;

const instagramShape: Shape<Account> = {
  name: 'IGUser',
  usual: ['id'],
  fields: {
    id: (account, { token }) => (token.kind === 'instagram' ? appScopedId(account, token.appId) : account.id),
    user_id: (account, { token }) => {
      if (token.kind === 'instagram') return account.id;
      throw badParameter('Tried accessing nonexisting field (user_id) on node type (IGUser)');
    },
    ig_id: ({ id }) => id,
    username: ({ key }) => key,
    name: ({ name }) => name,
    account_type: () => 'BUSINESS',
    biography: ({ about }) => about,
    website: () => undefined,
    profile_picture_url: ({ key }) => `https://cdn.sandbox/account/${encodeURIComponent(key)}.jpg`,
    followers_count: ({ followers }) => followers,
    follows_count: ({ followers }) => followers % 311,
    media_count: ({ id }, { meta }) => mediaCount(meta, id),
    mentioned_comment: (account, { meta }, { args }) => {
      const comment = meta.all().comments[args.comment_id ?? ''];
      if (!comment?.text.includes(`@${account.key}`))
        throw badParameter('The comment does not mention the account');
      return new One(comment, commentShape);
    },
    mentioned_media: (account, { meta }, { args }) => {
      const post = meta.all().posts[args.media_id ?? ''];
      if (!post?.caption.includes(`@${account.key}`))
        throw badParameter('The media does not mention the account');
      return new One(post, mediaShape);
    },
  },
};

export const pageShape: Shape<Account> = {
  name: 'Page',
  usual: ['name', 'id'],
  fields: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    username: ({ key }) => key,
    about: ({ about }) => about,
    category: () => 'Clothing store',
    link: ({ id }) => `https://www.facebook.com/${id}`,
    fan_count: ({ followers }) => followers,
    followers_count: ({ followers }) => followers,
    tasks: () => ['ANALYZE', 'MODERATE', 'CREATE_CONTENT', 'MANAGE', 'MESSAGING'],
    picture: ({ key }) => ({ data: { url: `https://cdn.sandbox/account/${key}.jpg`, is_silhouette: false } }),
    access_token: (page, { meta, token }) =>
      token.kind === 'user' || token.kind === 'system' ? pageTokenFor(meta, token, page).value : token.value,
    instagram_business_account: (page, call) => linkedTo(call, page),
    connected_instagram_account: (page, call) => linkedTo(call, page),
  },
};

function linkedTo(call: Call, page: Account): One<Account> | undefined {
  const linked = assetsOf(call, 'instagram').find(({ pageId }) => pageId === page.id);
  return linked && new One(linked, instagramShape);
}

function pages(call: Call): object {
  const usual = ['access_token', 'category', 'name', 'id', 'tasks'];
  return listed({ ...pageShape, usual }, assetsOf(call, 'messenger'), call);
}

function permissions({ token }: Call): object {
  const as = (status: string) => (permission: string) => ({ permission, status });
  return { data: [...token.scopes.map(as('granted')), ...token.declined.map(as('declined'))] };
}

/** Somebody takes everything back: no token of theirs is worth anything after it. */
function withdraw({ meta, token }: Call): object {
  for (const one of Object.values(meta.all().tokens))
    if (one.appId === token.appId && one.assets.some((asset) => token.assets.includes(asset)))
      one.ended = 'removed';
  for (const asset of token.assets) delete meta.all().accounts[asset]?.subscribed[token.appId];
  meta.changed();
  return { success: true };
}

function subscribedApps(call: Call, { account }: NodeOf<'instagram' | 'messenger'>): object {
  const data = Object.entries(account.subscribed).map(([appId, fields]) => {
    const app = appOf(appId);
    return { id: app.id, name: app.name, subscribed_fields: fields };
  });
  return { data: data.filter(({ id }) => call.token.kind !== 'instagram' || id === call.token.appId) };
}

function subscribe(call: Call, { account }: NodeOf<'instagram' | 'messenger'>): object {
  if (call.token.kind === 'user')
    throw new GraphError(210, '(#210) A page access token is required to request this resource.');
  const fields = checkedFields(call, 'subscribed_fields', objectOf(account));
  account.subscribed[call.token.appId] = fields;
  call.meta.changed();
  return { success: true };
}

function unsubscribe({ meta, token }: Call, { account }: NodeOf<'instagram' | 'messenger'>): object {
  delete account.subscribed[token.appId];
  meta.changed();
  return { success: true };
}

function checkedFields(call: Call, name: string, object: string): string[] {
  const given = call.params[name];
  const text = Array.isArray(given)
    ? given.map(String)
    : call
        .need(name)
        .replace(/[[\]"\s]/g, '')
        .split(',');
  const fields = text.filter((one) => one !== '');
  if (fields.length === 0) throw missing(name);
  const wrong = fields.findIndex((one) => !fieldsOf[object]!.includes(one));
  if (wrong !== -1)
    throw badParameter(
      `Param ${name}[${wrong}] must be one of {${fieldsOf[object]!.join(', ')}} - got "${fields[wrong]}"`,
    );
  return [...new Set(fields)];
}

function answerMention(call: Call, { account }: NodeOf<'instagram'>, teller: Teller): object {
  const post = call.meta.all().posts[call.need('media_id')];
  if (!post) throw badParameter('Param media_id must be a media that mentions the account');
  const commentId = call.text('comment_id');
  const parent = commentId === undefined ? undefined : call.meta.all().comments[commentId];
  const said = parent?.text ?? post.caption;
  if (!said.includes(`@${account.key}`)) throw badParameter('The account is not mentioned there');
  return { id: addComment(teller, { post, parent, person: null, text: call.need('message') }).id };
}

function needAppToken({ token }: Call): void {
  if (token.kind !== 'app')
    throw new GraphError(15, '(#15) This method must be called with an app access_token.');
}

function appSubscriptions(call: Call, { app }: NodeOf<'app'>): object {
  needAppToken(call);
  const own = call.meta.all().subscriptions.filter(({ appId }) => appId === app.id);
  return {
    data: own.map(({ object, callbackUrl, fields }) => ({
      object,
      callback_url: callbackUrl,
      active: true,
      fields: fields.map((name) => ({ name, version: 'v25.0' })),
    })),
  };
}

/** The address has to say yes first, by giving back the challenge as it was sent. */
async function appSubscribe(call: Call, { app }: NodeOf<'app'>): Promise<object> {
  needAppToken(call);
  const { meta } = call;
  const object = call.need('object');
  const isKnown = app.login === 'instagram' ? object === 'instagram' : object in fieldsOf;
  if (!isKnown) throw badParameter(`Param object must be one of {${Object.keys(fieldsOf).join(', ')}}`);
  const callbackUrl = call.need('callback_url');
  if (!URL.canParse(callbackUrl) || !/^https?:$/.test(new URL(callbackUrl).protocol))
    throw badParameter('Param callback_url must be an address');
  const fields = checkedFields(call, 'fields', object);
  const subscription = { appId: app.id, object, callbackUrl, verifyToken: call.need('verify_token'), fields };
  // Longer than a double-precision number holds: whoever reads it as one gives another back.
  const challenge = meta.newId('challenge', 'big-ids');
  const problem = await handshake(meta, subscription, challenge);
  if (problem)
    throw new GraphError(2200, `(#2200) Callback verification failed with the following errors: ${problem}`);
  const others = meta.all().subscriptions.filter((one) => one.appId !== app.id || one.object !== object);
  meta.all().subscriptions = [...others, subscription];
  meta.changed();
  return { success: true };
}

function appUnsubscribe(call: Call, { app }: NodeOf<'app'>): object {
  needAppToken(call);
  const object = call.text('object');
  forgetSubscriptions(call.meta, app.id, object);
  return { success: true };
}

function forgetSubscriptions(meta: Meta, appId: string, object: string | undefined): void {
  meta.all().subscriptions = meta
    .all()
    .subscriptions.filter((one) => one.appId !== appId || (object !== undefined && one.object !== object));
  meta.changed();
}

/** What an app may know of a token: whose, until when, and for what. */
export function debugToken(call: Call): object {
  const { meta, token: asking } = call;
  const input = meta.all().tokens[call.need('input_token')];
  const isAllowed =
    input && asking.appId === input.appId && (asking.kind === 'app' || asking.kind === 'user');
  if (!isAllowed) throw badParameter('The access token and the token to look at must be of the same app');
  const seconds = (at: string | null) => (at === null ? 0 : Math.floor(Date.parse(at) / 1_000));
  const app = appOf(input.appId);
  const accounts = input.assets.flatMap((id) => meta.all().accounts[id] ?? meta.all().wabas[id] ?? []);
  return {
    data: {
      app_id: app.id,
      type: input.kind === 'page' ? 'PAGE' : input.kind === 'system' ? 'SYSTEM_USER' : 'USER',
      application: app.name,
      expires_at: seconds(input.expiresAt),
      data_access_expires_at: seconds(input.issuedAt) + 90 * 86_400,
      issued_at: seconds(input.issuedAt),
      is_valid: input.ended === null && !isExpired(meta, input),
      scopes: input.scopes,
      granular_scopes: input.scopes.map((scope) => ({
        scope,
        target_ids: accounts.filter((one) => isTarget(scope, one)).map(({ id }) => id),
      })),
      ...(input.kind === 'page' ? { profile_id: input.accountId, user_id: owner.id } : { user_id: owner.id }),
    },
  };
}

function isTarget(scope: string, one: Account | Waba): boolean {
  if (!('platform' in one)) return scope.startsWith('whatsapp');
  if (one.platform === 'instagram') return scope.startsWith('instagram');
  return one.platform === 'messenger' && scope.startsWith('pages');
}
