import { addressLengthMax, type Scope } from '../contract.ts';

/** What says who came, from where, or in which session: the page is the same without it. */
const untold =
  /^(utm_.*|gclid|gbraid|wbraid|fbclid|msclkid|mc_[ce]id|_ga|_gl|igshid|ref_src|phpsessid|jsessionid|aspsessionid.*|sessionid|session_id|sid|cfid|cftoken)$/i;

/**
 * One way of writing an address, so that a page is read once. Undefined for what is no page of the web, or holds a name
 * and password.
 */
export function addressOf(href: string, base?: string): string | undefined {
  const url = URL.parse(href, base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  url.pathname = url.pathname.replace(/;(jsessionid|phpsessid|sid)=[^/]*/gi, '').replace(/\/{2,}/g, '/');
  for (const name of new Set(url.searchParams.keys())) if (untold.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  if (url.search === '') url.search = '';
  return url.href.length <= addressLengthMax ? url.href : undefined;
}

const bareHost = (url: URL) => url.host.replace(/^www\./, '');

/** With or without `www`, by HTTP or HTTPS, it is the same site. */
export function isInScope(address: string, { kind, address: begin }: Scope): boolean {
  const [url, root] = [URL.parse(address), URL.parse(begin)];
  if (!url || !root || bareHost(url) !== bareHost(root)) return false;
  if (kind === 'host') return true;
  if (kind === 'below') return url.pathname.startsWith(root.pathname.replace(/[^/]*$/, ''));
  return url.pathname === root.pathname && url.search === root.search;
}

const segmentsMax = 12;
const sameSegmentMax = 3;
const parametersMax = 4;
const noPage =
  /\.(?:7z|apk|avi|bmp|css|dmg|doc|eot|exe|gif|gz|ico|ics|iso|jpe?g|js|json|m4a|mov|mp[34]|odt|ogg|png|pptx?|rar|rss|svg|tar|tiff?|ttf|wav|webm|webp|woff2?|xlsx?|xml|zip)$/i;
/** Links that do something. Whoever only reads does not follow them. */
const deed =
  /(?:^|[/_-])(?:log-?out|sign-?out|log-?in|sign-?in|add-to-cart|cart|checkout|delete|unsubscribe)(?:[/_.-]|$)/i;

export type Trap = 'no_page' | 'deed' | 'too_deep' | 'too_many_parameters';

/** What leads nowhere, or on for ever, by how it is written. */
export function trapOf(address: string): Trap | undefined {
  const { pathname, searchParams } = new URL(address);
  if (noPage.test(pathname)) return 'no_page';
  if (deed.test(pathname) || [...searchParams.keys()].some((key) => deed.test(key))) return 'deed';
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const most = Math.max(0, ...segments.map((one) => segments.filter((other) => other === one).length));
  if (segments.length > segmentsMax || most >= sameSegmentMax) return 'too_deep';
  return searchParams.size > parametersMax ? 'too_many_parameters' : undefined;
}

/** Months and days, of which every calendar has a next one. */
export const isOfCalendar = (address: string) =>
  /[/=](?:19|20|21)\d\d[-/](?:0?[1-9]|1[0-2])(?:[-/&]|$)|[?&](?:date|day|month|year|week)=/i.test(address);
