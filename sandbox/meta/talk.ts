import { type Html, html } from '../page.ts';
import type { Person } from '../people.ts';
import type { Account, Comment, Message, Meta, Post, Thread } from './state.ts';

const messagesShownMax = 60;

/** Names a talk in a form: who, with whom. */
export const parties = (account: Account, person: Person) => html`
<input type="hidden" name="account" value="${account.key}">
<input type="hidden" name="person" value="${person.key}">`;

/** A conversation as the customer sees it on their telephone, and what they can do in it. */
export function talk(meta: Meta, account: Account, person: Person): Html {
  const thread = meta.all().threads[`${account.id}:${person.key}`];
  const messages = thread?.messages.slice(-messagesShownMax) ?? [];
  const last = messages.findLast(({ by }) => by === 'business');
  return html`
<div class="talk" data-latest id="talk-${account.id}-${person.key}">
${messages.length === 0 && html`<p class="talk-empty">Nothing was said yet.</p>`}
<ol>${messages.map((message) => bubble(message, messages))}</ol>
${isTyping(meta, thread) && html`<p class="talk-empty">${account.name} is writing …</p>`}
</div>
<form method="post" action="/meta/play/message" class="talk-write">
${parties(account, person)}
<label class="unseen" for="write-${account.id}">Write to ${account.name}</label>
<input id="write-${account.id}" name="text" placeholder="Write to ${account.name}" autocomplete="off">
<button>Send</button>
<button class="quiet" name="photo" value="photo">Send a photo</button>
</form>
<div class="talk-deeds">
${last && deed(account, person, 'reaction', '❤', { emoji: last.reactions.person ? '' : '❤', mid: last.mid })}
${last && last.state !== 'read' && deed(account, person, 'seen', 'Look at it')}
${messages.some(({ by, deletedAt }) => by === 'person' && !deletedAt) && deed(account, person, 'unsend', 'Unsend the last')}
${account.platform === 'instagram' && deed(account, person, 'message', 'Answer the story', { text: 'I love this!', story: 'newest' })}
${account.platform === 'instagram' && deed(account, person, 'message', 'Mention in a story', { storyMention: 'yes' })}
${deed(account, person, 'block', thread?.blocked ? 'Unblock' : 'Block', { blocked: String(!thread?.blocked) })}
</div>`;
}

const typingShownMs = 20_000;
const isTyping = (meta: Meta, thread: Thread | undefined): boolean =>
  thread?.typingAt != null && meta.now().getTime() - Date.parse(thread.typingAt) < typingShownMs;

/** One button that does one thing. */
export const deed = (
  account: Account,
  person: Person,
  what: string,
  label: string,
  fields: Readonly<Record<string, string>> = {},
) => html`
<form method="post" action="/meta/play/${what}">${parties(account, person)}
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="quiet">${label}</button></form>`;

function bubble(message: Message, all: readonly Message[]): Html {
  const { mid, by, text, attachments, reactions, deletedAt, edits, state, kind, replyTo, story } = message;
  const answered = all.find((one) => one.mid === replyTo);
  const hearts = Object.values(reactions);
  const side = by === 'person' ? 'mine' : 'theirs';
  const fates = [
    edits > 0 && 'edited',
    by === 'business' && message.appId === undefined && 'by hand',
    kind === 'template' && 'template',
    state === 'failed' && 'not delivered',
    state === 'read' && by === 'person' && 'seen',
  ].filter(Boolean);
  if (deletedAt) return html`<li class="bubble ${side} gone" id="m-${idOf(mid)}">Unsent</li>`;
  return html`
<li class="bubble ${side}" id="m-${idOf(mid)}">
${answered && html`<q class="quoted">${answered.text ?? 'a picture'}</q>`}
${story && html`<q class="quoted">your story</q>`}
${attachments.map(({ type, url, title }) => attachment(type, url, title))}
${text !== undefined && html`<p>${text}</p>`}
${kind === 'unsupported' && html`<p>(something that cannot be shown)</p>`}
${hearts.length > 0 && html`<span class="hearts">${hearts.map((one) => (one === 'love' ? '❤' : one))}</span>`}
${fates.length > 0 && html`<small>${fates.join(', ')}</small>`}
</li>`;
}

const idOf = (mid: string) => mid.replace(/[^\w-]/g, '').slice(-24);

function attachment(type: string, url: string | undefined, title: string | undefined): Html {
  const isOurs = url?.startsWith('https://cdn.sandbox/') ?? false;
  const isPicture = ['image', 'story_mention', 'ig_post', 'sticker'].includes(type);
  if (isPicture && isOurs)
    return html`<img src="${url!.slice('https:/'.length)}" alt="${title ?? 'A picture'}">`;
  return html`<p class="file">${type}${title !== undefined && `: ${title}`}</p>`;
}

const commentsShownMax = 12;

/** Posts with what was said under them, for a customer to join in. */
export const postCard = (meta: Meta, account: Account, person: Person, post: Post): Html => html`
<article class="post" id="post-${idOf(post.id)}">
<img src="${pathOf(post.pictureUrl)}" alt="${post.caption || 'A picture'}" loading="lazy">
<p>${post.caption}</p>
<small>${post.likes} likes${post.product === 'FEED' ? '' : ` · ${post.product.toLowerCase()}`}</small>
<ol class="comments">${meta
  .commentsOf(post.id)
  .slice(0, commentsShownMax)
  .toReversed()
  .map((one) => comment(meta, account, person, one))}</ol>
${
  post.commentsEnabled
    ? html`<form method="post" action="/meta/play/comment" class="talk-write">${parties(account, person)}
<input type="hidden" name="post" value="${post.id}">
<label class="unseen" for="comment-${idOf(post.id)}">Comment</label>
<input id="comment-${idOf(post.id)}" name="text" placeholder="Comment" autocomplete="off" required>
<button>Comment</button></form>`
    : html`<small>Comments are turned off.</small>`
}
</article>`;

export const pathOf = (url: string) =>
  url.startsWith('https://cdn.sandbox/') ? url.slice('https:/'.length) : '';

function comment(meta: Meta, account: Account, person: Person, one: Comment): Html {
  const name = ({ person: key }: Comment) => (key === null ? account.name : (meta.person(key)?.name ?? key));
  const replies = meta.commentsOf(one.postId, one.id).toReversed();
  return html`
<li id="comment-${one.id}"${one.hidden && html` class="gone"`}>
<p><b>${name(one)}</b> ${one.text}${marks(one)}</p>
${replies.map((reply) => html`<p class="under" id="comment-${reply.id}"><b>${name(reply)}</b> ${reply.text}${marks(reply)}</p>`)}
<details><summary>Reply</summary>
<form method="post" action="/meta/play/reply" class="talk-write">${parties(account, person)}
<input type="hidden" name="comment" value="${one.id}">
<label class="unseen" for="reply-${one.id}">Reply to ${name(one)}</label>
<input id="reply-${one.id}" name="text" placeholder="Reply to ${name(one)}" autocomplete="off" required>
<button class="quiet">Reply</button></form></details>
</li>`;
}

/** What the business did with it. */
const marks = ({ hidden, likedByPage }: Comment): Html =>
  html`${hidden && html` <span class="tag">hidden</span>`}${
    likedByPage && html` <span class="tag">liked by the Page</span>`
  }`;
