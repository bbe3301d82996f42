import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { type Html, html, layout, many, shortTime } from '../page.ts';
import { placeRow, placesOf } from './business/pages.ts';
import { channelPage } from './channel-page.ts';
import { subscribersOf, totalOf } from './growth.ts';
import { liveSubscriptions } from './hub.ts';
import { amount, deedButton } from './page-parts.ts';
import { allowance, type Bucket, left } from './quota.ts';
import {
  type Account,
  type Channel,
  channelOf,
  channelsOf,
  clientId,
  clientSecret,
  type Google,
  videoOf,
} from './state.ts';
import { liveTokensOf } from './tokens.ts';
import { videoPage } from './video-page.ts';
import { privacyOf } from './videos.ts';

export const pageRoutes = (google: Google): Route[] => [
  at('/google', (request) => (request.wantsPage ? page(frontPage(google)) : json(overview(google)))),
  at('/google/channels/:id', (request) => {
    const channel = channelOf(google, request.params.id!);
    if (!channel) throw new Refusal(404, 'There is no such channel.');
    return request.wantsPage ? page(channelPage(google, channel)) : json(channelFacts(google, channel));
  }),
  at('/google/videos/:id', (request) => {
    const video = videoOf(google, request.params.id!);
    if (!video) throw new Refusal(404, 'There is no such video.');
    if (request.wantsPage) return page(videoPage(google, video));
    const comments = google.state.comments.filter(({ videoId }) => videoId === video.id);
    return json({ ...video, privacy: privacyOf(video, google.world.now()), comments });
  }),
  at('/www.youtube.com/watch', ({ url }) => seeOther(`/google/videos/${url.searchParams.get('v') ?? ''}`)),
  at('/www.youtube.com/channel/:id', ({ params }) => seeOther(`/google/channels/${params.id}`)),
];

const at = (path: string, handle: (request: Request) => Answer): Route => ({ method: 'GET', path, handle });

function overview(google: Google) {
  const { accounts, project, hub } = google.state;
  return {
    clientId,
    project,
    quotaLeft: {
      general: left(google, 'general'),
      search: left(google, 'search'),
      insert: left(google, 'insert'),
    },
    accounts: accounts.map((account) => ({
      ...account,
      liveTokens: liveTokensOf(google, account.sub).length,
      channels: channelsOf(google, account).map((channel) => channelFacts(google, channel)),
      places: placesOf(google, account),
    })),
    hub: hub.map(({ callback, topic, endsAt }) => ({
      callback,
      topic,
      endsAt: new Date(endsAt).toISOString(),
    })),
  };
}

const channelFacts = (google: Google, { id, title, handle }: Channel) => ({
  id,
  title,
  handle,
  videos: google.state.videos
    .filter(({ channelId }) => channelId === id)
    .map((video) => ({ id: video.id, title: video.title, privacy: privacyOf(video, google.world.now()) })),
});

function frontPage(google: Google) {
  const { world, state } = google;
  return layout({
    title: 'Google',
    here: '/google',
    now: world.now(),
    live: 'google',
    body: html`
<h1>Google</h1>
<p class="lead">Google accounts, their channels on YouTube, their places, and everybody who watches and visits. Stoa signs
in as an app; here you are whoever comments, and whoever owns.</p>
${state.accounts.map((account) => accountRows(google, account))}
<h2>YouTube’s quota of the project, today in California</h2>
<ul class="rows">
${meter(google, 'general', 'Everything else', 'units')}
${meter(google, 'search', 'Searches', 'calls')}
${meter(google, 'insert', 'Uploads', 'calls')}
</ul>
<h2>The project</h2>
<ul class="rows">
${toggle('isTesting', state.project.isTesting, 'In testing', 'Lasting tokens end after seven days.')}
${toggle('isUnaudited', state.project.isUnaudited, 'Not audited', 'Whatever is uploaded stays private.')}
</ul>
<h2>Who is told of new videos</h2>
${hubRows(google)}
<h2>The app</h2>
<dl class="facts"><div><dt>Client id</dt><dd><code>${clientId}</code></dd></div>
<div><dt>Client secret</dt><dd><code>${clientSecret}</code></dd></div></dl>
<p class="foot">An account that is called after a failure meets it. <a href="/failures">All of them</a>.</p>`,
  });
}

function accountRows(google: Google, account: Account): Html {
  const tokens = liveTokensOf(google, account.sub).length;
  const channels = channelsOf(google, account);
  const places = placesOf(google, account);
  return html`
<section class="google-account">
<h2>${account.name} <small>${account.email}</small></h2>
${
  channels.length === 0
    ? html`<p class="empty">No channel.</p>`
    : html`<ul class="rows">${channels.map((channel) => channelRow(google, channel))}</ul>`
}
${places.length > 0 && html`<ul class="rows">${places.map((place) => placeRow(google, place))}</ul>`}
<div class="google-tokens"><span class="tag">${tokens === 0 ? 'not connected' : many(tokens, 'live token')}</span>
${deedButton('expire', { account: account.key }, 'End its hour', `of ${account.name}`)}
${deedButton('revoke', { account: account.key }, 'Revoke', `the access of ${account.name}`)}</div>
</section>`;
}

function channelRow(google: Google, channel: Channel): Html {
  const videos = google.state.videos.filter(({ channelId }) => channelId === channel.id);
  const now = google.world.now();
  const views = videos.reduce((sum, video) => sum + totalOf(video, 'views', now), 0);
  const subscribers = channel.hidesSubscribers
    ? 'subscribers hidden'
    : amount(subscribersOf(google, channel), 'subscriber');
  return html`
<li><a class="row google-choice" href="/google/channels/${channel.id}">
<img class="google-round" src="/i.ytimg.com/channel/${channel.id}/default.jpg" alt="" width="40" height="40">
<span class="grow"><b>${channel.title}</b><small>${channel.handle} · ${subscribers}</small></span>
<small class="num">${many(videos.length, 'video')}<br>${amount(views, 'view')}</small>
</a></li>`;
}

function meter(google: Google, bucket: Bucket, name: string, unit: string): Html {
  const [rest, all] = [left(google, bucket), allowance[bucket]];
  return html`
<li class="row google-meter">
<span class="grow"><b>${name}</b><small>${rest.toLocaleString('en')} of ${all.toLocaleString('en')} ${unit} left</small></span>
<meter min="0" max="${all}" value="${rest}" low="${all / 5}" aria-label="${name} left">${rest}</meter>
${rest > 0 ? deedButton('quota', { bucket }, 'Spend it', name) : deedButton('quota', { bucket, left: String(all) }, 'Refill', name)}
</li>`;
}

const toggle = (name: string, isOn: boolean, title: string, does: string) => html`
<li class="row"><span class="grow"><b>${title}</b>${isOn && html` <span class="tag bad">on</span>`}<small>${does}</small></span>
${deedButton('project', { [name]: isOn ? 'no' : 'yes' }, isOn ? 'Switch off' : 'Switch on', title)}</li>`;

function hubRows(google: Google): Html {
  const live = liveSubscriptions(google);
  if (live.length === 0) return html`<p class="empty">Nobody has subscribed at the hub.</p>`;
  return html`<ul class="rows">${live.map(
    ({ callback, channelId, endsAt, secret }) => html`
<li class="row"><span class="grow"><b>${channelOf(google, channelId)?.title}</b><small>${callback}</small></span>
<small class="num">${secret ? 'signed' : 'not signed'}<br>until ${shortTime(new Date(endsAt))}</small></li>`,
  )}</ul>`;
}
