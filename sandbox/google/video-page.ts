import { type Html, html, layout, many, shortTime } from '../page.ts';
import type { Person } from '../people.ts';
import { totalOf } from './growth.ts';
import { amount, deedButton } from './page-parts.ts';
import { type Comment, channelOf, type Google, repliesOf, type Video } from './state.ts';
import { privacyOf } from './videos.ts';

const threadsShownMax = 100;

/** One video, its comments, and everything that can be done about them. */
export function videoPage(google: Google, video: Video) {
  const { world, state } = google;
  const channel = channelOf(google, video.channelId)!;
  const threads = state.comments
    .filter(({ videoId, parentId }) => videoId === video.id && parentId === null)
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  return layout({
    title: video.title,
    here: '/google',
    now: world.now(),
    live: 'google',
    body: html`
<p class="back"><a href="/google/channels/${channel.id}">← ${channel.title}</a></p>
${head(google, video)}
<h2>${many(threads.length, 'thread')}</h2>
${
  video.hasComments
    ? html`<form method="post" action="/google/play/comment" class="google-form google-say">
<input type="hidden" name="video" value="${video.id}">
${choice(world.people.all(), 'who')}
<label for="say">Comment</label>
<textarea id="say" name="text" rows="2" required placeholder="What they write"></textarea>
<button>Comment</button></form>`
    : html`<p class="empty">Comments are switched off.</p>`
}
<ol class="google-threads">${threads.slice(0, threadsShownMax).map((top) => thread(google, video, top))}</ol>`,
  });
}

function head(google: Google, video: Video): Html {
  const now = google.world.now();
  const likes = totalOf(video, 'likes', now) + (google.state.likes[video.id]?.length ?? 0);
  const facts = [
    amount(totalOf(video, 'views', now), 'view'),
    amount(likes, 'like'),
    privacyOf(video, now),
    shortTime(video.publishedAt),
    ...(video.file ? [`${amount(video.file.bytes, 'byte')}, sha256 ${video.file.sha256.slice(0, 12)}…`] : []),
  ];
  return html`
<img class="google-film" src="/i.ytimg.com/vi/${video.id}/high.jpg" alt="" width="480" height="270">
<h1 class="subject">${video.title}</h1>
<p class="hint">${facts.join(' · ')}<br><code>${video.id}</code></p>
<p class="google-words">${video.description}</p>
<div class="buttons google-owned">
${deedButton('edit-video', { video: video.id, comments: video.hasComments ? 'off' : 'on' }, video.hasComments ? 'Switch comments off' : 'Switch comments on', video.title)}
${deedButton('edit-video', { video: video.id, privacy: privacyOf(video, now) === 'private' ? 'public' : 'private' }, privacyOf(video, now) === 'private' ? 'Make public' : 'Make private', video.title)}
${deedButton('delete-video', { video: video.id }, 'Delete', video.title)}
</div>`;
}

const choice = (people: readonly Person[], id: string) => html`
<label for="${id}">As</label>
<select id="${id}" name="person">${people.map(
  ({ key, name }) => html`<option value="${key}">${name}</option>`,
)}</select>`;

function thread(google: Google, video: Video, top: Comment): Html {
  const replies = repliesOf(google, top);
  const id = top.id.slice(3, 14);
  return html`
<li id="${top.id}">${said(top, video)}
${replies.length > 0 && html`<ol>${replies.map((reply) => html`<li id="${reply.id}">${said(reply, video)}</li>`)}</ol>`}
${
  video.hasComments &&
  html`
<details><summary>Reply</summary>
<form method="post" action="/google/play/reply" class="google-form">
<input type="hidden" name="comment" value="${top.id}">
${choice(google.world.people.all(), `who-${id}`)}
<label for="say-${id}">Reply</label>
<textarea id="say-${id}" name="text" rows="2" required></textarea>
<button>Reply</button></form></details>`
}
</li>`;
}

const states: Partial<Record<Comment['moderation'], string>> = {
  heldForReview: 'held for review',
  likelySpam: 'likely spam',
  rejected: 'rejected',
};

function said(comment: Comment, video: Video): Html {
  const { id, author, text, publishedAt, updatedAt, likedBy, moderation } = comment;
  const isOwners = author.channelId === video.channelId;
  const about = `${author.name}: ${text.slice(0, 40)}`;
  return html`
<article class="google-said">
<p><b class="${isOwners ? 'google-owner' : ''}">${author.name}</b> <small class="num">${shortTime(publishedAt)}${
    updatedAt !== publishedAt && ' (edited)'
  }</small>${states[moderation] !== undefined && html` <span class="tag bad">${states[moderation]}</span>`}</p>
<p class="google-words">${text}</p>
<div class="google-deeds">${likedBy.length > 0 && html`<small>${many(likedBy.length, 'like')}</small>`}
${
  moderation === 'published'
    ? deedButton('hold', { comment: id }, 'Hold for review', about)
    : deedButton('hold', { comment: id, status: 'published' }, 'Let it out', about)
}
${deedButton('delete-comment', { comment: id }, 'Delete', about)}</div>
</article>`;
}
