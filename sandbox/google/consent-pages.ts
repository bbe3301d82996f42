import { type Html, html, layout } from '../page.ts';
import type { Ask } from './consent.ts';
import { canBeUnticked, scopeWords } from './scopes.ts';
import { type Account, type Channel, channelsOf, type Google } from './state.ts';

const action = '/accounts.google.com/o/oauth2/v2/consent';

/** First: who is it? */
export function choicePage({ world, state }: Google, query: string, wish: Ask) {
  const asks = `/accounts.google.com/o/oauth2/v2/auth?${query}`;
  return frame(
    world.now(),
    'Choose an account',
    html`
<h1>Choose an account</h1>
<p class="lead">to continue to <b>${hostOf(wish)}</b></p>
<ul class="rows">${state.accounts.map(
      ({ key, email, name }) => html`
<li><a class="row google-choice" href="${asks}&as=${key}">
<span class="google-face" aria-hidden="true">${[...name][0]}</span>
<span class="grow"><b>${name}</b><small>${email}</small></span>
${email === wish.hint && html`<span class="tag">suggested</span>`}
</a></li>`,
    )}</ul>
<h2>Use another account</h2>
<form method="get" action="/accounts.google.com/o/oauth2/v2/auth" class="line">
${[...new URLSearchParams(query)].map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}
<label for="as">E-mail address</label>
<input id="as" type="email" name="as" required placeholder="somebody@sandbox.test" value="${wish.hint}">
<button>Next</button>
</form>
<p class="foot">An address that names a failure meets it in all that is done with it:
<code>rate-limited@sandbox.test</code>. <a href="/failures">All of them</a>.</p>`,
  );
}

/** Then: with which channel, and to what does it agree? */
export function consentPage(google: Google, query: string, wish: Ask, account: Account) {
  const channels = channelsOf(google, account);
  const isAboutChannels = wish.scopes.some((scope) => /\/auth\/(youtube|yt-)/.test(scope));
  const isOne = wish.scopes.filter(canBeUnticked).length === 1;
  return frame(
    google.world.now(),
    'Give access',
    html`
<p class="back"><a href="/accounts.google.com/o/oauth2/v2/auth?${query}">← ${account.email}</a></p>
<h1>${hostOf(wish)} wants access to your Google Account</h1>
<form method="post" action="${action}" class="google-consent">
<input type="hidden" name="query" value="${query}">
<input type="hidden" name="as" value="${account.key}">
<input type="hidden" name="ticked" value="yes">
${isAboutChannels && (channels.length > 0 ? channelChoice(channels) : html`<p class="hint">This account has no YouTube channel.</p>`)}
<fieldset><legend>What it may do</legend>
<ul class="rows">${wish.scopes.map((scope, i) => tick(scope, i, isOne))}</ul>
</fieldset>
<p class="buttons"><button>Continue</button>
<button class="quiet" name="answer" value="no" formnovalidate>Cancel</button></p>
</form>`,
  );
}

export function blockedPage(now: Date, error: string, words: string) {
  return frame(
    now,
    'Access blocked',
    html`
<h1>Access blocked</h1>
<p class="lead">${words}</p>
<p class="foot">Error: <code>${error}</code></p>`,
  );
}

const channelChoice = (channels: readonly Channel[]) => html`
<fieldset><legend>Which channel</legend>
<ul class="rows">${channels.map(
  ({ id, title, handle, isBrand }, i) => html`
<li><label class="row google-choice">
<input type="radio" name="channel" value="${id}"${i === 0 && html` checked`}>
<img class="google-round" src="/i.ytimg.com/channel/${id}/default.jpg" alt="" width="40" height="40">
<span class="grow"><b>${title}</b><small>${handle}</small></span>
<small>${isBrand ? 'Brand account' : 'YouTube'}</small>
</label></li>`,
)}</ul>
</fieldset>`;

function tick(scope: string, i: number, isOne: boolean): Html {
  const words = html`<span class="grow">${scopeWords[scope]}<small>${scope}</small></span>`;
  // A single one is agreed to as a whole, and signing in cannot be taken out.
  return canBeUnticked(scope) && !isOne
    ? html`
<li><label class="row google-choice"><input type="checkbox" name="scope-${i}" checked>${words}</label></li>`
    : html`
<li class="row">${canBeUnticked(scope) && html`<input type="hidden" name="scope-${i}" value="on">`}${words}</li>`;
}

const hostOf = ({ redirectUri }: Ask) => new URL(redirectUri).host;
const frame = (now: Date, title: string, body: Html) =>
  layout({ title, here: '/google', now, body: html`<div class="google-dialog">${body}</div>` });
