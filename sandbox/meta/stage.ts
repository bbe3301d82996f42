import { type Html, html } from '../page.ts';
import type { Person } from '../people.ts';
import { platformNames } from './events.ts';
import type { Account, Meta } from './state.ts';
import { postCard, talk } from './talk.ts';

const postsShownMax = 2;

/** What somebody can do with Instagram, Messenger and WhatsApp in their hand. */
export function stageFor(meta: Meta, person: Person): Html {
  const accounts = meta
    .accounts()
    .toSorted((a, b) => lastTalk(meta, b, person).localeCompare(lastTalk(meta, a, person)));
  // Whom one talks with already is open; on the first day, whom the business connected, or else the first.
  const connected = accounts.find(({ subscribed }) => Object.keys(subscribed).length > 0);
  const open = lastTalk(meta, accounts[0]!, person) === '' ? (connected ?? accounts[0]) : accounts[0];
  return html`<div class="meta-stage">${accounts.map((account) => contact(meta, account, person, account === open))}</div>`;
}

const lastTalk = (meta: Meta, account: Account, person: Person) =>
  meta.all().threads[`${account.id}:${person.key}`]?.updatedAt ?? '';

function contact(meta: Meta, account: Account, person: Person, isOpen: boolean): Html {
  const posts = meta.postsOf(account.id).filter(({ product }) => product !== 'STORY');
  return html`
<details class="contact" id="contact-${account.id}" name="contact"${isOpen && html` open`}>
<summary><img src="/cdn.sandbox/account/${encodeURIComponent(account.key)}.jpg" alt="" width="36" height="36">
<span class="grow"><b>${account.name}</b><small>${platformNames[account.platform]} · ${account.key}</small></span>
${Object.keys(account.subscribed).length > 0 && html`<span class="tag">connected</span>`}</summary>
${talk(meta, account, person)}
${posts.slice(0, postsShownMax).map((post) => postCard(meta, account, person, post))}
</details>`;
}
