import type { Entry } from '../journal.ts';

type Says = string | ((found: RegExpExecArray, entry: Entry) => string);

/** What a request to a platform comes to, for people. By method and address, the first that fits. */
const sayings: readonly (readonly [RegExp, Says])[] = [
  // Tokens are fetched everywhere, and look alike.
  [
    /^(?:POST|GET) \S*(?:oauth\/access_token|oauth2\.googleapis\.com\/token|auth\/o2\/token)/,
    'fetched a token',
  ],
  [/^GET \S*refresh_access_token/, 'renewed a token'],

  [/^POST \/graph\.\S+\/messages\b/, 'sent a message'],
  [/^POST \/graph\.\S+\/(?:private_)?replies\b/, 'answered a comment'],
  [/^POST \/graph\.\S+\/comments\b/, 'wrote a comment'],
  [/^POST \/graph\.\S+\/media_publish\b/, 'published a post'],
  [/^POST \/graph\.\S+\/media\b/, 'prepared a post'],
  [/^POST \/graph\.\S+\/subscribed_apps\b/, 'asked to be told what happens'],
  [/^GET \/graph\.\S+\/content_publishing_limit\b/, 'asked how much may still be published'],
  [/^GET \/graph\.\S+\/insights\b/, 'read figures'],
  [/^GET \/graph\.\S+\/conversations\b/, 'read conversations'],
  [/^GET \/graph\.\S+\/comments\b/, 'read comments'],
  [/^DELETE \/graph\./, 'removed something'],

  [/^POST \/www\.googleapis\.com\/upload\/\S*\/videos/, 'uploaded a video'],
  [
    /^POST \/(?:www|youtube)\.googleapis\.com\/youtube\/v3\/comments\/setModerationStatus/,
    'moderated a comment',
  ],
  [/^POST \/(?:www|youtube)\.googleapis\.com\/youtube\/v3\/comment/, 'answered a comment'],
  [/^GET \/(?:www|youtube)\.googleapis\.com\/youtube\/v3\/comment/, 'read comments'],
  [/^PUT \/mybusiness\.googleapis\.com\/\S*\/reply\b/, 'answered a review'],
  [/^DELETE \/mybusiness\.googleapis\.com\/\S*\/reply\b/, 'took an answer back'],
  [/^GET \/mybusiness\.googleapis\.com\//, 'read reviews'],
  [/^GET \/mybusiness\w+\.googleapis\.com\//, 'read which places there are'],
  [/^GET \/youtubeanalytics\.googleapis\.com\//, 'read figures'],
  [/^GET \/\S*googleapis\.com\/youtube\/v3\/(\w+)/, ([, what]) => `read ${what}`],

  [/^POST \/[^/]+\.myshopify\.com\/\S*graphql\.json/, (_, { asked }) => ofGraphql(asked?.body ?? '')],

  [/^GET \/sellingpartnerapi\S*\/catalog\//, 'read the catalogue'],
  [/^(?:PUT|PATCH) \/sellingpartnerapi\S*\/listings\//, 'changed a listing'],
  [/^GET \/sellingpartnerapi\S*\/listings\//, 'read a listing'],

  [/^POST \/\S+\/chat\/completions\b/, 'asked the model'],
  [/^POST \/\S+\/responses\b/, 'asked the model'],
  [/^POST \/\S+\/embeddings\b/, 'had texts measured'],
  [/^POST \/\S+\/images\b/, 'had a picture made'],
  [/^POST \/api\.replicate\.com\S*\/trainings\b/, 'started a training'],
  [/^POST \/api\.replicate\.com\S*\/predictions\b/, 'started a picture'],
  [/^POST \/queue\.fal\.run\//, 'started a picture'],
  [/^GET \/(?:queue\.fal\.run|api\.replicate\.com)\//, 'asked how far it is'],

  [
    /^POST \/(?:api\.stripe\.com\/v1|api\.whop\.com\/api\/v\d)\/([\w/]+)/,
    ([, what]) => `wrote ${nounOf(what!)}`,
  ],
  [
    /^GET \/(?:api\.stripe\.com\/v1|api\.whop\.com\/api\/v\d)\/([\w/]+)/,
    ([, what]) => `read ${nounOf(what!)}`,
  ],

  [/^MAIL .* to (.*)$/, ([, to]) => `sent a mail to ${to}`],
  [/^PUT \/s3\/./, 'stored a file'],
  [/^GET \/s3\/./, 'read a file'],
  [/^DELETE \/s3\/./, 'removed a file'],
  [/^\S+ \/oidc\//, 'asked who somebody is'],
];

/** Whether Stoa is at one end of it: people's own doings are under the names of the parts. */
export const isOfStoa = ({ direction, what }: Entry): boolean =>
  direction === 'out' || /^(?:MAIL |\S+ \/(?:[^/?]+\.[^/?]+|s3|oidc)\/)/.test(what);

/** One line for whoever watches: `sent a message`. Of a delivery, what it was about. */
export function inWords(entry: Entry): string {
  if (entry.direction === 'out') return entry.notes[0] ?? 'something happened';
  for (const [pattern, says] of sayings) {
    const found = pattern.exec(entry.what);
    if (found) return typeof says === 'string' ? says : says(found, entry);
  }
  return entry.what.startsWith('GET ') ? 'read something' : 'changed something';
}

/** `checkout/sessions/cs_1` is `checkout sessions`: what looks like an id says nothing to people. */
const nounOf = (path: string) =>
  path
    .split('/')
    .filter((word) => !/\d/.test(word))
    .join(' ')
    .replaceAll('_', ' ');

/** The first field that is asked for names what it is about: `productCreate`. */
function ofGraphql(body: string): string {
  const query = /"query"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(body)?.[1]?.replace(/\\n/g, ' ') ?? '';
  const field = /\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(query)?.[1] ?? '';
  return `${/^\s*mutation\b/.test(query) ? 'changed the shop' : 'read from the shop'}${field && `: ${field}`}`;
}
