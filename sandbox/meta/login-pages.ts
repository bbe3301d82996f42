import { html, layout } from '../page.ts';
import type { Offer, Wish } from './login.ts';
import { type Meta, owner } from './state.ts';

/** Every permission there is, in words for whoever gives it. */
export const scopeWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  instagram: {
    instagram_business_basic: 'See your profile and what you posted',
    instagram_business_manage_messages: 'Read and answer your messages',
    instagram_business_manage_comments: 'Read, answer and hide comments',
    instagram_business_content_publish: 'Publish for you',
    instagram_business_manage_insights: 'See how your posts do',
  },
  facebook: {
    public_profile: 'Know your name',
    email: 'Know your e-mail address',
    business_management: 'Manage your business',
    instagram_basic: 'See your Instagram profile and posts',
    instagram_manage_messages: 'Read and answer Instagram messages',
    instagram_manage_comments: 'Read, answer and hide Instagram comments',
    instagram_manage_insights: 'See how your Instagram posts do',
    instagram_content_publish: 'Publish on Instagram for you',
    pages_show_list: 'See which Pages you manage',
    pages_messaging: 'Read and answer messages to your Pages',
    pages_manage_metadata: 'Manage the settings of your Pages',
    pages_read_engagement: 'See what is on your Pages',
    pages_read_user_content: 'See what others wrote on your Pages',
    pages_manage_engagement: 'Answer and hide comments on your Pages',
    pages_manage_posts: 'Post on your Pages for you',
    read_insights: 'See how your Pages do',
    whatsapp_business_management: 'Manage your WhatsApp numbers and templates',
    whatsapp_business_messaging: 'Send and receive WhatsApp messages',
  },
};

/** Where somebody says what an app may do for which of their accounts. */
export function consentPage(
  meta: Meta,
  query: string,
  { app, redirectUri, scopes }: Wish,
  offers: readonly Offer[],
  problem?: string,
) {
  const isOne = app.login === 'instagram';
  const { host } = new URL(redirectUri);
  const action = isOne ? '/www.instagram.com/oauth/authorize' : '/www.facebook.com/dialog/oauth';
  return layout({
    title: `Allow ${app.name}?`,
    here: '/meta',
    now: meta.now(),
    body: html`
<div class="consent">
<p class="consent-platform">${isOne ? 'Instagram' : `Facebook, as ${owner.name}`}</p>
<h1>Allow ${app.name}?</h1>
<p class="lead">It goes back to ${host}. You can take it back at any time.</p>
${problem !== undefined && html`<p class="hint" role="alert">${problem}</p>`}
<form method="post" action="${action}">
<input type="hidden" name="query" value="${query.replace(/^\?/, '')}">
<input type="hidden" name="choosing" value="true">
<fieldset><legend>${isOne ? 'Which account?' : 'Which of yours?'}</legend>
<ul class="rows">${offers.map(
      ({ id, key, name, kind }, i) => html`
<li><label class="row choice">
<input type="${isOne ? 'radio' : 'checkbox'}" name="accounts" value="${id}"${
        (isOne ? i === 0 : true) && html` checked`
      }>
<span class="grow"><b>${name}</b><small>${key.startsWith('waba-') ? 'WhatsApp Business account' : key}</small></span>
<small>${kind}</small>
</label></li>`,
    )}</ul></fieldset>
<fieldset><legend>What may it do?</legend>
${permissions(app.login, scopes)}</fieldset>
<div class="buttons">
<button name="answer" value="yes">Allow</button>
<button class="quiet" name="answer" value="no">Do not allow</button>
</div>
</form>
</div>`,
  });
}

const permissions = (login: 'facebook' | 'instagram', scopes: readonly string[]) => html`
<ul class="rows">${scopes.map(
  (scope) => html`
<li><label class="row choice">
<input type="checkbox" name="scopes" value="${scope}" checked>
<span class="grow"><b>${scopeWords[login]![scope]}</b><small><code>${scope}</code></small></span>
</label></li>`,
)}</ul>`;
