import type { NamedFailure } from '../failure-list.ts';
import { type Answer, json, type Request } from '../http.ts';
import { type Faces, failureHeader, wireFailures } from '../wire-faults.ts';
import { apiRefusal, backendError, tooManyRequests, unauthenticated } from './answers.ts';
import { reviewOf } from './business/state.ts';
import { oauthRefusal } from './oauth.ts';
import { type Consent, commentOf, type Google, wordsOf } from './state.ts';
import { gone, holderOf } from './tokens.ts';

const waitSeconds = '30';
const byAccount = (name: string, does: string): NamedFailure => ({
  name,
  trigger: `sign in as ${name}@…, or send the header ${failureHeader}: ${name}`,
  does,
});

export const googleFailures: readonly NamedFailure[] = [
  ...wireFailures,
  byAccount('no-refresh-token', 'exchanges the code, and gives no token that lasts'),
  byAccount('no-channel', 'is an account without a YouTube channel'),
  byAccount('no-place', 'is an account that looks after no place'),
  byAccount('not-verified', 'is an account whose place is not verified'),
  byAccount('quota-spent', 'says that the day’s quota is used up'),
  byAccount('empty-page', 'answers a page with nothing on it, and a token for the next'),
  byAccount('missing-fields', 'leaves out whatever may be absent: counts, tags, authors’ channels'),
  byAccount('unknown-values', 'answers states that nobody has described'),
  byAccount('comments-disabled', 'says that comments are switched off'),
  byAccount('processing-failure', 'fails to process what was written'),
  byAccount('upload-limit', 'takes no more uploads of this channel today'),
  byAccount('upload-broken', 'keeps half of what was sent, and answers 503'),
  byAccount('upload-rejected', 'takes the video, and rejects it half a minute later'),
  byAccount('processing-failed', 'takes the video, and cannot read it half a minute later'),
  byAccount('hub-silent', 'takes a subscription, and never asks whether it is meant'),
];

const isOfTokens = ({ url }: Request) => url.pathname.startsWith('/oauth2.googleapis.com/');

export const faces: Faces = {
  rateLimited: (request) =>
    withWait(
      isOfTokens(request)
        ? json({ error: 'rate_limit_exceeded', error_description: 'Rate Limit Exceeded' }, 429)
        : apiRefusal(tooManyRequests),
    ),
  serverError: (request) =>
    isOfTokens(request)
      ? json({ error: 'internal_failure', error_description: 'Internal Error' }, 500)
      : apiRefusal(backendError),
  expiredToken: (request) => (isOfTokens(request) ? oauthRefusal(gone()) : apiRefusal(unauthenticated)),
};

const withWait = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'retry-after': waitSeconds },
});

/** Whom a request is about: the account it acts for, and who wrote the comment or review it names. */
export async function subjectOf(google: Google, request: Request): Promise<string> {
  const { pathname, searchParams } = request.url;
  if (pathname.startsWith('/oauth2.googleapis.com/')) return await ofToken(google, request);
  if (pathname.startsWith('/pubsubhubbub.appspot.com/')) {
    const { 'hub.topic': topic = '' } = await request.fields();
    return wordsOf(google, topic.split('channel_id=')[1] ?? '');
  }
  const upload = google.state.uploads.find(({ id }) => id === searchParams.get('upload_id'));
  if (upload) return wordsOf(google, upload.channelId);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const holder = holderOf(google, bearer ?? searchParams.get('access_token') ?? '');
  const comments = [searchParams.get('parentId'), searchParams.get('id'), await repliedTo(request)];
  const authors = comments.map((id) => commentOf(google, id ?? '')?.author.key ?? '');
  const review = reviewOf(google, /\/reviews\/([^/]+)/.exec(pathname)?.[1] ?? '');
  return [ofConsent(google, holder), ...authors, review?.author.key ?? ''].join(' ');
}

/**
 * A code is exchanged whatever the account is called, unless the name is about just that: an account that fails has to
 * be connected before it can.
 */
async function ofToken(google: Google, request: Request): Promise<string> {
  const fields = await request.fields();
  const code = google.state.codes[fields.code ?? ''];
  if (code) return /no-refresh-token/.exec(ofConsent(google, code))?.[0] ?? '';
  return ofConsent(
    google,
    google.state.refreshTokens.find(({ token }) => token === fields.refresh_token),
  );
}

function ofConsent(google: Google, consent: Consent | undefined): string {
  if (!consent) return '';
  const { email } = google.state.accounts.find(({ sub }) => sub === consent.sub)!;
  return `${email} ${wordsOf(google, consent.channelId)}`;
}

async function repliedTo(request: Request): Promise<string> {
  const isReply = request.method === 'POST' && request.url.pathname.endsWith('/youtube/v3/comments');
  return isReply ? (/"parentId"\s*:\s*"([^"]+)"/.exec((await request.body()).toString())?.[1] ?? '') : '';
}
