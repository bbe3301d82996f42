import { html, layout } from '../page.ts';
import type { World } from '../world.ts';
import type { Wish } from './oauth.ts';

export function consentPage(world: World, { shop, scopes, redirectUri }: Wish, query: string) {
  return layout({
    title: 'Install an app',
    here: '/shopify',
    now: world.now(),
    body: html`
<h1>Install Stoa in ${shop.name}?</h1>
<p class="lead">${new URL(redirectUri).host} asks for this. Take away what it is not to have, to see how it
bears that.</p>
<form method="post" action="/${shop.domain}/admin/oauth/authorize">
<input type="hidden" name="query" value="${query.replace(/^\?/, '')}">
<input type="hidden" name="ticks" value="1">
<ul class="rows">${scopes.map(
      (scope) => html`
<li><label class="row shop-tick"><input type="checkbox" name="scope" value="${scope}" checked>
<span class="grow"><b>${inWords(scope)}</b><small>${scope}</small></span></label></li>`,
    )}</ul>
<p class="buttons shop-acts"><button name="answer" value="yes">Install</button>
<button class="quiet" name="answer" value="no">Cancel</button></p>
</form>`,
  });
}

const inWords = (scope: string) =>
  scope
    .replace(/_/g, ' ')
    .replace(/^read/, 'See')
    .replace(/^write/, 'See and change');

export const problemPage = (world: World, problem: string) =>
  layout({
    title: 'Not installed',
    here: '/shopify',
    now: world.now(),
    body: html`<h1>This app cannot be installed</h1><p class="lead">${problem}</p>
<p class="back"><a href="/shopify">Shopify in this sandbox</a></p>`,
  });
