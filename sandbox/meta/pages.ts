import { type Answer, json, page, Refusal, type Request } from '../http.ts';
import { type Html, html, layout, many, shortTime } from '../page.ts';
import { platformNames } from './events.ts';
import { objectOf, pageOf } from './hooks.ts';
import { type Account, apps, type Meta, type Platform, personIdOn, shapes } from './state.ts';
import { pathOf, talk } from './talk.ts';
import { isExpired } from './tokens.ts';
import { spentPercent } from './usage.ts';

const platforms: readonly Platform[] = ['instagram', 'messenger', 'whatsapp'];

/** Everything a program may want to know before it plays. */
export function overview(meta: Meta): Answer {
  const { subscriptions, wabas, templates } = meta.all();
  return json({
    apps: apps.map(({ id, name, login }) => ({ id, name, login })),
    accounts: meta.accounts().map(({ calls, ...account }) => account),
    wabas: Object.values(wabas),
    templates: Object.values(templates),
    subscriptions: subscriptions.map(({ verifyToken, ...rest }) => rest),
    people: meta.world.people.all().map(({ key, name }) => ({
      key,
      name,
      ids: Object.fromEntries(platforms.map((platform) => [platform, personIdOn(platform, key)])),
    })),
  });
}

export function metaPage(meta: Meta): Answer {
  return page(
    layout({
      title: 'Instagram, Messenger, WhatsApp',
      here: '/meta',
      now: meta.now(),
      live: 'meta',
      body: html`
<h1>Instagram, Messenger, WhatsApp</h1>
<p class="lead">The accounts of a business, as Meta keeps them. Connect them in Stoa; then write to them as a
customer on <a href="/">the stage</a>.</p>
${platforms.map((platform) => accountsOf(meta, platform))}
<h2>One more</h2>
<form method="post" action="/meta/play/account" class="line">
<label for="name">Name</label><input id="name" name="name" required placeholder="rate-limited">
<label for="platform">on</label>
<select id="platform" name="platform">${platforms.map((one) => html`<option value="${one}">${platformNames[one]}</option>`)}</select>
<button class="quiet">Add</button>
</form>
<p class="hint">An account that is called as a failure plays it. <a href="/failures">Which there are</a>.</p>
${appsSection(meta)}
${templatesSection(meta)}`,
    }),
  );
}

const accountsOf = (meta: Meta, platform: Platform) => html`
<h2>${platformNames[platform]}</h2>
<ul class="rows">${meta.accounts(platform).map(
  (account) => html`
<li><a class="row" href="/meta/accounts/${encodeURIComponent(account.key)}">
<img class="portrait" src="/cdn.sandbox/account/${encodeURIComponent(account.key)}.jpg" alt="" width="36" height="36">
<span class="grow"><b>${account.name}</b><small>${account.key}${linkOf(meta, account)}</small></span>
${isConnected(meta, account) && html`<span class="tag">connected</span>`}
<small class="num">${many(meta.threadsOf(account.id).length, 'talk')}</small>
</a></li>`,
)}</ul>`;

function linkOf(meta: Meta, account: Account): string {
  if (account.platform !== 'instagram') return '';
  const linked = pageOf(meta, account);
  return linked ? ` · linked to ${linked.name}` : ' · Instagram Login only';
}

const liveTokens = (meta: Meta, { id, wabaId = '' }: Account) =>
  Object.values(meta.all().tokens).filter(
    (token) =>
      token.ended === null &&
      !isExpired(meta, token) &&
      (token.assets.includes(id) || token.assets.includes(wabaId)),
  );
const isConnected = (meta: Meta, account: Account) => liveTokens(meta, account).length > 0;

function appsSection(meta: Meta): Html {
  const { subscriptions } = meta.all();
  return html`
<h2>Apps</h2>
<ul class="rows">${apps.map((app) => {
    const own = subscriptions.filter(({ appId }) => appId === app.id);
    return html`
<li class="row"><span class="grow"><b>${app.name}</b><small><code>${app.id}</code></small>
${own.length === 0 && html`<small>Hears of nothing: no address was subscribed.</small>`}
${own.map(
  ({ object, callbackUrl, fields }) => html`<small>${object} → ${callbackUrl}</small>
<small class="note">${fields.join(', ')}</small>`,
)}</span>
${own.map(
  ({ object }) => html`<form method="post" action="/meta/play/test">
<input type="hidden" name="app" value="${app.id}"><input type="hidden" name="object" value="${object}">
<button class="quiet" aria-label="Send a test for ${object}">Test</button></form>`,
)}</li>`;
  })}</ul>`;
}

function templatesSection(meta: Meta): Html {
  return html`
<h2>WhatsApp templates</h2>
<ul class="rows">${Object.values(meta.all().templates).map(
    ({ name, language, category, status }) => html`
<li class="row"><span class="grow"><b>${name}</b><small>${category.toLowerCase()}, ${language}</small></span>
<span class="tag${status !== 'APPROVED' && ' bad'}">${status.toLowerCase()}</span>
<form method="post" action="/meta/play/template"><input type="hidden" name="name" value="${name}">
<button class="quiet" name="event" value="${status === 'APPROVED' ? 'PAUSED' : 'APPROVED'}">${
      status === 'APPROVED' ? 'Pause' : 'Approve'
    }</button></form></li>`,
  )}</ul>`;
}

export function accountPage(meta: Meta, request: Request): Answer {
  const account = meta.account(request.params.account!);
  if (!account) throw new Refusal(404, 'There is no such account.');
  if (!request.wantsPage) return json(accountFacts(meta, account));
  return page(
    layout({
      title: account.name,
      here: '/meta',
      now: meta.now(),
      live: 'meta',
      body: html`
<p class="back"><a href="/meta">← All accounts</a></p>
<h1>${account.name}</h1>
<p class="lead">${platformNames[account.platform]}, <b>${account.key}</b>. ${account.about}</p>
<dl class="facts">
<div><dt>Id in webhooks</dt><dd class="num">${account.id}</dd></div>
<div><dt>Reached by</dt><dd>${many(liveTokens(meta, account).length, 'token')}</dd></div>
<div><dt>Subscribed to</dt><dd>${Object.values(account.subscribed).flat().join(', ') || 'nothing'}</dd></div>
<div><dt>Calls</dt><dd>${Math.ceil(spentPercent(meta, account))} % of what it may</dd></div>
</dl>
${talksOf(meta, account)}
${account.platform !== 'whatsapp' && postsSection(meta, account)}
${controls(account)}`,
    }),
  );
}

const accountFacts = (meta: Meta, account: Account) => ({
  ...account,
  object: objectOf(account),
  threads: meta.threadsOf(account.id),
  posts: meta.postsOf(account.id).map((post) => ({
    ...post,
    comments: Object.values(meta.all().comments).filter(({ postId }) => postId === post.id),
  })),
  spentPercent: spentPercent(meta, account),
});

function talksOf(meta: Meta, account: Account): Html {
  const threads = meta.threadsOf(account.id);
  const href = (person: string) => `/meta/threads/${encodeURIComponent(account.key)}/${person}`;
  const silent = meta.world.people.all().filter(({ key }) => !threads.some(({ person }) => person === key));
  return html`
<h2>Talks</h2>
${
  threads.length > 0 &&
  html`<ul class="rows">${threads.map(
    ({ person, messages, updatedAt, blocked }) => html`
<li><a class="row" href="${href(person)}">
<span class="grow"><b>${meta.person(person)?.name ?? person}</b>${blocked && html` <span class="tag bad">blocked</span>`}
<small class="preview">${messages.at(-1)?.text ?? ''}</small></span>
<small class="num">${shortTime(updatedAt)}</small></a></li>`,
  )}</ul>`
}
<p class="chips">${silent.map(({ key, name }) => html`<a class="chip" href="${href(key)}">Write as ${name}</a>`)}</p>`;
}

const postsShownMax = 12;

const postsSection = (meta: Meta, account: Account) => html`
<h2>Posts</h2>
<ul class="gallery">${meta
  .postsOf(account.id)
  .slice(0, postsShownMax)
  .map(
    ({ pictureUrl, caption, product, likes, id }) => html`
<li id="post-${id}"><img src="${pathOf(pictureUrl)}" alt="" loading="lazy" width="240" height="240">
<span>${caption || 'Without words'}</span>
<small>${product.toLowerCase()} · ${likes} likes · ${many(meta.commentsOf(id).length, 'comment')}</small></li>`,
  )}</ul>
<form method="post" action="/meta/play/publish" class="line">
<input type="hidden" name="account" value="${account.key}">
<label for="caption">Publish without Stoa</label>
<input id="caption" name="caption" required placeholder="New on the table">
<button class="quiet" name="kind" value="picture">Picture</button>
${
  account.platform === 'instagram' &&
  html`<button class="quiet" name="kind" value="reel">Reel</button>
<button class="quiet" name="kind" value="story">Story</button>`
}
</form>`;

const control = (
  account: Account,
  what: string,
  name: string,
  choices: readonly (readonly [string, string])[],
) => html`
<form method="post" action="/meta/play/${what}">
<input type="hidden" name="account" value="${account.key}">
${choices.map(([value, label]) => html`<button class="quiet" name="${name}" value="${value}">${label}</button>`)}
</form>`;

const controls = (account: Account) => html`
<h2>Make something happen</h2>
<ul class="rows controls">
<li class="row"><span class="grow"><b>Its tokens</b><small>What whoever connected it holds.</small></span>
${control(account, 'token', 'do', [
  ['expire', 'Expire'],
  ['password', 'Change password'],
  ['revoke', 'Revoke'],
])}</li>
<li class="row"><span class="grow"><b>The app</b><small>Removed by the owner; the app is told where it asked to be.</small></span>
${control(account, 'deauthorize', 'by', [['owner', 'Remove the app']])}</li>
<li class="row"><span class="grow"><b>Webhooks</b><small>Forget what it was subscribed to.</small></span>
${control(account, 'unsubscribe', 'all', [['yes', 'Unsubscribe']])}</li>
<li class="row"><span class="grow"><b>Another app answers</b><small>${account.standby ? 'It does: we only listen.' : 'It does not.'}</small></span>
${control(account, 'standby', 'on', [[String(!account.standby), account.standby ? 'Take it back' : 'Hand it over']])}</li>
<li class="row"><span class="grow"><b>Calls</b><small>As if so much of the day’s budget were spent.</small></span>
${control(account, 'budget', 'percent', [
  ['95', '95 %'],
  ['101', '101 %'],
  ['0', 'None'],
])}</li>
${
  account.platform === 'instagram' &&
  html`<li class="row"><span class="grow"><b>Form of its webhooks</b><small>Now: ${account.shape}.</small></span>
${control(
  account,
  'shape',
  'shape',
  shapes.map((shape) => [shape, shape] as const),
)}</li>`
}
</ul>`;

export function threadPage(meta: Meta, request: Request): Answer {
  const { account: key, person: who } = request.params;
  const account = meta.account(key!);
  const person = meta.person(who!);
  if (!account || !person) throw new Refusal(404, 'There is no such talk.');
  const thread = meta.all().threads[`${account.id}:${person.key}`];
  if (!request.wantsPage) return json(thread ?? { messages: [] });
  return page(
    layout({
      title: `${person.name} and ${account.name}`,
      here: '/meta',
      now: meta.now(),
      live: 'meta',
      body: html`
<p class="back"><a href="/meta/accounts/${encodeURIComponent(account.key)}">← ${account.name}</a></p>
<h1 class="subject">${person.name}, on ${platformNames[account.platform]}</h1>
<p class="lead">You are ${person.name}. ${person.about}</p>
<section class="phone talk-phone" aria-label="${person.name}’s phone">
<header><b>${account.name}</b><small>${personIdOn(account.platform, person.key)}</small></header>
<div class="screen" id="screen-meta" data-stays>${talk(meta, account, person)}</div>
</section>
<div class="buttons">${windowForm(account, person.key)}
<form method="post" action="/meta/play/own-message" class="line">
<input type="hidden" name="account" value="${account.key}"><input type="hidden" name="person" value="${person.key}">
<label for="own">As ${account.name}, by hand</label><input id="own" name="text" required><button class="quiet">Answer</button>
</form></div>`,
    }),
  );
}

const windowForm = (account: Account, person: string) => html`
<form method="post" action="/meta/play/window">
<input type="hidden" name="account" value="${account.key}"><input type="hidden" name="person" value="${person}">
<button class="quiet" name="hours" value="25">Close the window of 24 hours</button>
<button class="quiet" name="hours" value="169">Close that of 7 days</button>
</form>`;
