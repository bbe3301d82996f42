/** Why a file cannot become knowledge. Each says what a person could do about it. */
export const readingErrors = {
  encrypted: [422, 'This file is locked with a password. Remove the password and upload it again.'],
  no_text_layer: [
    422,
    'This file has pictures of text, but no text. Upload a version with text that can be selected.',
  ],
  corrupt: [422, 'This file is damaged or cut off and cannot be read.'],
  too_large: [413, 'This file is larger than what can be read here.'],
  too_large_when_opened: [422, 'This file becomes too large when it is opened. Split it into several.'],
  took_too_long: [422, 'This file takes too long to read. Split it into several.'],
  type_not_supported: [415, 'Only PDF, DOCX, TXT, Markdown, HTML and CSV files can be read.'],
  empty: [422, 'There is no text in this file.'],
} as const;

/** What a child may refuse a file for, by name. */
export const refusals = [
  'encrypted',
  'no_text_layer',
  'corrupt',
  'too_large_when_opened',
  'type_not_supported',
  'empty',
] as const;
export type Refusal = (typeof refusals)[number];

export const formats = ['pdf', 'docx', 'html', 'text', 'markdown', 'csv'] as const;
export type Format = (typeof formats)[number];

/** What was left out or guessed, for a person who wonders about the result. */
export const warnings = [
  'pages_without_text',
  'encoding_was_guessed',
  'main_part_not_found',
  'rows_of_other_length',
  'quote_not_closed',
  'pictures_left_out',
] as const;
export type Warning = (typeof warnings)[number];

/** A heading and where in the text it begins, 1 the highest. */
export interface Heading {
  readonly at: number;
  readonly level: number;
  readonly text: string;
}

export interface ReadingLimits {
  readonly bytesMax: number;
  readonly lettersMax: number;
  readonly pagesMax: number;
  readonly timeoutMs: number;
  readonly memoryBytesMax: number;
}

export const readingLimits: ReadingLimits = {
  bytesMax: 50 * 1024 ** 2,
  lettersMax: 5_000_000,
  pagesMax: 5_000,
  timeoutMs: 60_000,
  memoryBytesMax: 500 * 1024 ** 2,
};

export const titleLengthMax = 300;
export const headingLengthMax = 300;
export const headingsMax = 20_000;

/** What is searched by: a part of a text, and where in it. */
export interface Chunk {
  /** `text.slice(start, end)`, letter for letter. */
  readonly content: string;
  readonly start: number;
  readonly end: number;
  /** Counted by kinds of letters, not by one model's vocabulary: a little more than most would count. */
  readonly tokens: number;
  /** The headings it stands under, the highest first. */
  readonly headings: readonly string[];
  /** Of its content without regard to white space, in hexadecimal: the same hash is the same embedding. */
  readonly hash: string;
}

export interface SplitOptions {
  readonly tokensMax: number;
  /** Below it a part is only left when the text ends or is cut off by its limits. */
  readonly tokensMin: number;
  /** How many sentences of the part before begin a part. */
  readonly overlapSentences: number;
}

export const splitDefaults: SplitOptions = { tokensMax: 320, tokensMin: 100, overlapSentences: 1 };

/** Why a page cannot be read. Those that say to come again are 503. */
export const sitesErrors = {
  address_not_allowed: [422, 'This address does not lead to a public web page.'],
  page_not_found: [422, 'There is no page at this address.'],
  page_refused: [422, 'The site does not show this page to us.'],
  page_out_of_scope: [422, 'This address leads outside of what is to be read.'],
  site_unavailable: [503, 'The site cannot be reached right now.'],
  too_many_redirects: [422, 'This address leads from one to another without end.'],
  page_too_large: [422, 'This page is larger than what can be read here.'],
  page_took_too_long: [503, 'The site takes too long to answer.'],
  page_type_not_supported: [415, 'There is no text at this address that can be read.'],
} as const;

export const scopes = ['page', 'below', 'host'] as const;
/** From where, and how far: this page, what lies below its folder, or its whole host. */
export interface Scope {
  readonly kind: (typeof scopes)[number];
  readonly address: string;
}

export interface CrawlLimits {
  readonly pagesMax: number;
  readonly depthMax: number;
  /** Between two requests to a host, unless its robots.txt asks for more. */
  readonly delayMs: number;
}

export const crawlLimits: CrawlLimits = { pagesMax: 200, depthMax: 5, delayMs: 500 };
export const crawlDelayMaxMs = 10_000;
export const addressLengthMax = 2_000;
