import { createHmac } from 'node:crypto';
import { type Answer, json, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { failureHeader, failureOfTelling } from '../wire-faults.ts';
import type { Teller } from './events.ts';
import { accountOf } from './first-day.ts';
import { appOf, objectOf } from './hooks.ts';
import { type Move, messageMoves } from './play-messages.ts';
import { postMoves, publishElsewhere } from './play-posts.ts';
import { type Account, metaApp, type Platform, shapes } from './state.ts';
import { endTokens, issueToken } from './tokens.ts';
import { pretendSpent, spentPercent } from './usage.ts';
import { tellTemplate } from './whatsapp-numbers.ts';

type Fields = Readonly<Record<string, string>>;
type Control = (teller: Teller, fields: Fields) => object | Promise<object>;

/** `POST /meta/play/<what>`: JSON for programs; a form comes back to the page it was on. */
export function playRoutes(teller: Teller): Route[] {
  return [
    { method: 'POST', path: '/meta/play/:what', handle: (request) => play(teller, request) },
    {
      method: 'GET',
      path: '/meta/play',
      handle: () => json({ moves: [...Object.keys(moves), ...Object.keys(controls)] }),
    },
  ];
}

const moves: Readonly<Record<string, (move: Move) => object | Promise<object>>> = {
  ...messageMoves,
  ...postMoves,
};

async function play(teller: Teller, request: Request): Promise<Answer> {
  const what = request.params.what!;
  const fields = await request.fields();
  const done = await (Object.hasOwn(moves, what)
    ? moves[what]!(moveOf(teller, request, fields))
    : (controls[what] ?? unknown)(teller, fields));
  return request.wantsPage ? seeOther(backOf(request)) : json(done);
}

const unknown = () => {
  throw new Refusal(404, 'This cannot be played. GET /meta/play says what can.');
};

/** Where the form was, as far as it was on this machine. */
function backOf({ headers }: Request): string {
  const from = headers.referer ?? '';
  if (!URL.canParse(from) || new URL(from).host !== headers.host) return '/meta';
  const { pathname, search } = new URL(from);
  return pathname + search;
}

function moveOf(teller: Teller, request: Request, fields: Fields): Move {
  const name = fields.person ?? '';
  const { world } = teller.meta;
  if (name.trim() === '') throw new Refusal(400, 'Say which person.');
  const known = world.people.find(name) ?? world.people.all().find((one) => one.name === name);
  const account = accountIn(teller, fields);
  const isAsked = request.headers[failureHeader] !== undefined;
  return {
    teller,
    account,
    person: known ?? world.people.add(name),
    fields,
    // Without the header, what it meets is found out when it is told.
    failure: isAsked ? failureOfTelling(world, 'meta', account.key, request) : undefined,
  };
}

function accountIn({ meta }: Teller, fields: Fields): Account {
  const account = meta.account(fields.account ?? '');
  if (!account) throw new Refusal(404, `There is no account "${fields.account ?? ''}" here.`);
  return account;
}

const endings = { expire: 'expired', revoke: 'removed', password: 'password' } as const;
const platforms: readonly Platform[] = ['instagram', 'messenger', 'whatsapp'];

const controls: Readonly<Record<string, Control>> = {
  publish: (teller, fields) => publishElsewhere(teller, accountIn(teller, fields), fields),
  /** `{ account, do: 'expire' | 'revoke' | 'password' }` */
  token: (teller, fields) => {
    const ended = endings[fields.do as keyof typeof endings];
    if (!ended) throw new Refusal(400, 'do is expire, revoke or password.');
    return { ended: endTokens(teller.meta, accountIn(teller, fields).id, ended) };
  },
  unsubscribe: (teller, fields) => {
    accountIn(teller, fields).subscribed = {};
    teller.meta.changed();
    return { unsubscribed: true };
  },
  /** `{ account, shape }`: how its news are wrapped. */
  shape: (teller, fields) => {
    const shape = shapes.find((one) => one === fields.shape);
    if (!shape) throw new Refusal(400, `shape is one of ${shapes.join(', ')}.`);
    accountIn(teller, fields).shape = shape;
    teller.meta.changed();
    return { shape };
  },
  standby: (teller, fields) => {
    const account = accountIn(teller, fields);
    account.standby = fields.on !== 'false';
    teller.meta.changed();
    return { standby: account.standby };
  },
  /** `{ account, percent }`: so much of what it may call was called. */
  budget: (teller, fields) => {
    const percent = Number(fields.percent ?? 101);
    if (!(percent >= 0)) throw new Refusal(400, 'percent is a number from 0 on.');
    const account = accountIn(teller, fields);
    pretendSpent(teller.meta, account, percent);
    return { spentPercent: spentPercent(teller.meta, account) };
  },
  /** `{ platform, name }`: one more account, at once; a name that is a failure's plays it. */
  account: addAccount,
  /** `{ app, humanAgent?, deauthorizeUrl? }`: what is set in the app's dashboard. */
  app: (teller, fields) => {
    const settings = teller.meta.settingsOf(appOf(fields.app ?? metaApp.id).id);
    if (fields.humanAgent !== undefined) settings.humanAgent = fields.humanAgent === 'true';
    if (fields.deauthorizeUrl !== undefined) settings.deauthorizeUrl = fields.deauthorizeUrl;
    teller.meta.changed();
    return settings;
  },
  deauthorize,
  /** `{ app, object, field }`: the button in the app's dashboard. */
  test: (teller, fields) => {
    const app = appOf(fields.app ?? '');
    return { sent: teller.hooks.test(app, fields.object ?? 'instagram', fields.field ?? 'messages') };
  },
  /** `{ name, event }`: what became of a WhatsApp template. */
  template: (teller, fields) => {
    const template = Object.values(teller.meta.all().templates).find(({ name }) => name === fields.name);
    if (!template) throw new Refusal(404, 'There is no such template.');
    tellTemplate(teller, template, fields.event ?? 'APPROVED');
    return { status: template.status };
  },
  'system-token': systemToken,
};

function addAccount(teller: Teller, { platform = 'instagram', name = '' }: Fields): object {
  const { meta } = teller;
  const kind = platforms.find((one) => one === platform);
  if (!kind || name.trim() === '')
    throw new Refusal(400, `Say a name, and a platform of ${platforms.join(', ')}.`);
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+._-]+/gu, '-');
  const known = meta.accounts(kind).find((one) => one.key === key);
  if (known) return known;
  const waba = Object.values(meta.all().wabas)[0]!;
  const page = kind === 'instagram' ? addPage(teller, name.trim(), key) : undefined;
  const more = { ...(kind === 'whatsapp' && { wabaId: waba.id }), ...(page && { pageId: page.id }) };
  const account = accountOf(kind, key, name.trim(), 'Made by you.', more);
  meta.all().accounts[account.id] = account;
  meta.changed();
  return account;
}

/** Of an Instagram account's own, so that it is reached by either login. */
function addPage({ meta }: Teller, name: string, key: string): Account {
  const page = accountOf('messenger', `${key}-page`, name, 'Made by you.');
  meta.all().accounts[page.id] = page;
  return page;
}

/** Somebody removes the app from an account, and Meta says so to the app in its own signed way. */
async function deauthorize(teller: Teller, fields: Fields): Promise<object> {
  const { meta } = teller;
  const account = accountIn(teller, fields);
  const tokens = Object.values(meta.all().tokens).filter(({ assets, ended }) => {
    return ended === null && assets.includes(account.id);
  });
  const ended = endTokens(meta, account.id, 'removed');
  account.subscribed = {};
  for (const appId of new Set(tokens.map((token) => token.appId))) {
    const { deauthorizeUrl } = meta.settingsOf(appId);
    if (deauthorizeUrl === '') continue;
    const payload = {
      algorithm: 'HMAC-SHA256',
      issued_at: Math.floor(meta.now().getTime() / 1_000),
      user_id: account.id,
    };
    const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
    const signature = createHmac('sha256', appOf(appId).secret).update(encoded).digest('base64url');
    await meta.world.deliver({
      part: 'meta',
      url: deauthorizeUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ signed_request: `${signature}.${encoded}` }).toString(),
    });
  }
  return { ended, object: objectOf(account) };
}

const systemScopes = [
  'business_management',
  'whatsapp_business_management',
  'whatsapp_business_messaging',
  'pages_show_list',
  'pages_messaging',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_manage_engagement',
  'pages_manage_posts',
];

/** As one makes it in the business settings: a token of no person's, which does not end. */
function systemToken({ meta }: Teller): object {
  const assets = [...meta.accounts('messenger').map(({ id }) => id), ...Object.keys(meta.all().wabas)];
  const facts = { appId: metaApp.id, kind: 'system', accountId: null, assets, isLong: true } as const;
  return { access_token: issueToken(meta, { ...facts, scopes: systemScopes, declined: [] }, null).value };
}
