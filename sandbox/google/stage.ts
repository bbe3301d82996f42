import { type Html, html, many } from '../page.ts';
import type { Person } from '../people.ts';
import { placesStage } from './business/pages.ts';
import { authorOf } from './cast.ts';
import { deedButton } from './page-parts.ts';
import { type Comment, channelOf, type Google, repliesOf, type Video, videoOf } from './state.ts';
import { isShownTo } from './videos.ts';

const videosShownMax = 6;
const talksShownMax = 4;

/** Google on somebody's phone: what there is to watch and to visit, and what became of what they wrote. */
export function stageOf(google: Google, person: Person): Html {
  const { state, world } = google;
  const { channelId: me } = authorOf(person);
  const videos = state.videos
    .filter((video) => isShownTo(undefined, video, world.now(), true))
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt))
    .slice(0, videosShownMax);
  const talks = state.comments
    .filter(({ author, parentId }) => author.channelId === me && parentId === null)
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt))
    .slice(0, talksShownMax);
  return html`
<div class="google-stage">
${
  talks.length > 0 &&
  html`<h3>What you wrote</h3>
<ul class="google-threads">${talks.map((talk) => talkOf(google, person, talk))}</ul>`
}
${placesStage(google, person)}
<h3>New on YouTube</h3>
<ul class="google-feed">${videos.map((video) => film(google, person, me, video))}</ul>
</div>`;
}

function talkOf(google: Google, person: Person, top: Comment): Html {
  const video = videoOf(google, top.videoId)!;
  const replies = repliesOf(google, top).filter(({ moderation }) => moderation === 'published');
  return html`
<li id="talk-${top.id}"><small>on <a href="/google/videos/${video.id}">${video.title}</a></small>
<p class="google-words">${top.text}</p>
${
  replies.length > 0 &&
  html`<ol>${replies.map(
    ({ id, author, text }) => html`
<li id="talk-${id}"><b class="${author.channelId === video.channelId ? 'google-owner' : ''}">${author.name}</b>
<p class="google-words">${text}</p></li>`,
  )}</ol>
<form method="post" action="/google/play/reply" class="line">
<input type="hidden" name="person" value="${person.key}"><input type="hidden" name="comment" value="${top.id}">
<input name="text" required aria-label="Reply below “${top.text.slice(0, 40)}”" placeholder="Reply" autocomplete="off">
<button class="quiet">Reply</button></form>`
}
</li>`;
}

function film(google: Google, person: Person, me: string, video: Video): Html {
  const channel = channelOf(google, video.channelId)!;
  const likes = google.state.likes[video.id]?.includes(me) ?? false;
  const isIn = google.state.subscriptions.some(
    ({ subscriber, channelId }) => subscriber.channelId === me && channelId === channel.id,
  );
  const comments = google.state.comments.filter(({ videoId }) => videoId === video.id).length;
  const who = { person: person.key };
  return html`
<li id="film-${video.id}">
<img src="/i.ytimg.com/vi/${video.id}/medium.jpg" alt="" width="320" height="180">
<b><a href="/google/videos/${video.id}">${video.title}</a></b>
<small>${channel.title} · ${many(comments, 'comment')}</small>
<div class="google-deeds">
${deedButton('like', { ...who, video: video.id, likes: likes ? 'no' : 'yes' }, likes ? 'Liked' : 'Like', video.title)}
${deedButton('subscribe', { ...who, channel: channel.id, subscribes: isIn ? 'no' : 'yes' }, isIn ? 'Subscribed' : 'Subscribe', channel.title)}
</div>
${
  video.hasComments &&
  html`<form method="post" action="/google/play/comment" class="line">
<input type="hidden" name="person" value="${person.key}"><input type="hidden" name="video" value="${video.id}">
<input name="text" required aria-label="Comment on “${video.title}”" placeholder="Add a comment" autocomplete="off">
<button>Send</button></form>`
}
</li>`;
}
