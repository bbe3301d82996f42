import { type Html, html, layout, many, shortTime } from '../page.ts';
import { totalOf } from './growth.ts';
import { amount } from './page-parts.ts';
import { accountOf, type Channel, type Google, type Video } from './state.ts';
import { isProcessed, privacyOf } from './videos.ts';

const shownMax = 60;

/** One channel, as its owner sees it from elsewhere. */
export function channelPage(google: Google, channel: Channel) {
  const { world, state } = google;
  const videos = state.videos
    .filter(({ channelId }) => channelId === channel.id)
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  return layout({
    title: channel.title,
    here: '/google',
    now: world.now(),
    live: 'google',
    body: html`
<p class="back"><a href="/google">← Google</a></p>
<div class="google-head">
<img class="google-round" src="/i.ytimg.com/channel/${channel.id}/high.jpg" alt="" width="72" height="72">
<div><h1>${channel.title}</h1>
<p class="hint">${channel.handle} · ${accountOf(google, channel.owner).email}<br><code>${channel.id}</code></p></div>
</div>
<details class="google-new"><summary>Upload a video as ${channel.title}, from elsewhere</summary>
<form method="post" action="/google/play/upload" class="google-form">
<input type="hidden" name="channel" value="${channel.id}">
<label for="title">Title</label><input id="title" name="title" required maxlength="100">
<label for="description">Description</label><textarea id="description" name="description" rows="2"></textarea>
<label for="privacy">Who may see it</label>
<select id="privacy" name="privacy">
<option value="public">Everybody</option><option value="unlisted">Who has the link</option>
<option value="private">Nobody</option></select>
<button>Upload</button>
</form></details>
<h2>${many(videos.length, 'video')}</h2>
${
  videos.length === 0
    ? html`<p class="empty">Nothing uploaded yet.</p>`
    : html`
<ul class="google-videos">${videos.slice(0, shownMax).map((video) => card(google, video))}</ul>`
}`,
  });
}

function card(google: Google, video: Video): Html {
  const now = google.world.now();
  const comments = google.state.comments.filter(({ videoId }) => videoId === video.id);
  const held = comments.filter(({ moderation }) => moderation === 'heldForReview').length;
  const privacy = privacyOf(video, now);
  return html`
<li id="film-${video.id}"><a href="/google/videos/${video.id}">
<img src="/i.ytimg.com/vi/${video.id}/medium.jpg" alt="" width="320" height="180">
<b>${video.title}</b>
<small>${amount(totalOf(video, 'views', now), 'view')} · ${many(comments.length, 'comment')} · ${shortTime(video.publishedAt).slice(0, 10)}</small>
<span>${privacy !== 'public' && html`<span class="tag">${privacy}</span> `}${
    !isProcessed(video, now) && html`<span class="tag">processing</span> `
  }${held > 0 && html`<span class="tag bad">${held} held</span>`}</span>
</a></li>`;
}
