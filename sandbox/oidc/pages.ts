import { html, layout } from '../page.ts';
import type { World } from '../world.ts';
import { accounts, clients, type Wish } from './provider.ts';

export function aboutPage(world: World, issuer: string) {
  return layout({
    title: 'Single sign-on',
    here: '/oidc',
    now: world.now(),
    live: 'oidc',
    body: html`
<h1>Single sign-on</h1>
<p class="lead">An OpenID Connect provider, as a company has one for its people. Its issuer is
<code>${issuer}</code>. Whoever is sent here chooses who to be.</p>
<h2>Accounts</h2>
<ul class="rows">${accounts.map(
      ({ name, email, emailVerified }) => html`
<li class="row"><span class="grow"><b>${name}</b><small>${email}</small></span>
<small>${emailVerified ? '' : 'not verified'}</small></li>`,
    )}</ul>
<h2>Clients</h2>
<ul class="rows">${clients.map(
      ({ id, secret }) => html`
<li class="row"><span class="grow"><b>${id}</b><small>${secret ?? 'public: brings a challenge'}</small></span></li>`,
    )}</ul>
<section class="split">
<div><h2>Other keys</h2><p>Signs with a new key from now on. The one before is still shown.</p></div>
<form method="post" action="/oidc/keys"><button class="quiet">Change the keys</button></form>
</section>
<p class="foot">An address that names a failure meets it: <code>wrong-nonce@sandbox.test</code>.
<a href="/failures">All of them</a>.</p>`,
  });
}

/** Where a relying party's person says who they are. */
export function choicePage(world: World, query: string, wish: Wish, problem?: string) {
  const { host } = new URL(wish.redirectUri);
  const carried = html`<input type="hidden" name="query" value="${query.replace(/^\?/, '')}">`;
  return layout({
    title: 'Who are you?',
    here: '/oidc',
    now: world.now(),
    body: html`
<h1>Who are you?</h1>
<p class="lead">${host} would like to know. It learns your name and your e-mail address.</p>
<ul class="rows">${accounts.map(
      ({ name, email }) => html`
<li><form method="post" action="/oidc/authorize" class="row">${carried}
<input type="hidden" name="account" value="${email}">
<span class="grow"><b>${name}</b><small>${email}</small></span>
<button>Continue as ${name}</button>
</form></li>`,
    )}</ul>
<h2>Somebody else</h2>
<form method="post" action="/oidc/authorize" class="line">${carried}
<label for="email">E-mail address</label>
<input id="email" type="email" name="email" required placeholder="somebody@sandbox.test">
<button>Continue</button>
</form>
${problem !== undefined && html`<p class="hint" role="alert">${problem}</p>`}
<form method="post" action="/oidc/authorize">${carried}
<input type="hidden" name="answer" value="no"><button class="quiet">Do not sign in</button>
</form>`,
  });
}
