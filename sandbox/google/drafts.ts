import { refused } from './answers.ts';
import { oneOf } from './gate.ts';
import type { Draft, Privacy } from './state.ts';

const titleLengthMax = 100;
const descriptionBytesMax = 5_000;
const tagsLengthMax = 500;
const categories = ['1', '2', '10', '15', '17', '19', '20', '22', '23', '24', '25', '26', '27', '28', '29'];
const privacies = ['public', 'unlisted', 'private'] as const;

const fresh: Draft = {
  title: 'unknown',
  description: '',
  tags: [],
  categoryId: '22',
  language: null,
  privacy: 'public',
  publishAt: null,
  isMadeForKids: false,
  hidesLikes: false,
};

/**
 * What a video resource says, part by part. A part that is named replaces all there was of it; of an existing video,
 * `snippet` has to bring title and category.
 */
export function draftFrom(resource: any, parts: ReadonlySet<string>, now: Date, existing?: Draft): Draft {
  const { title, description, tags, categoryId, language } = existing ?? fresh;
  const { privacy, publishAt, isMadeForKids, hidesLikes } = existing ?? fresh;
  return {
    ...(parts.has('snippet')
      ? snippetFrom(resource.snippet ?? {}, existing !== undefined)
      : { title, description, tags, categoryId, language }),
    ...(parts.has('status')
      ? statusFrom(resource.status ?? {}, now)
      : { privacy, publishAt, isMadeForKids, hidesLikes }),
  };
}

function snippetFrom(snippet: any, isUpdate: boolean) {
  const { title, description = '', tags = [], categoryId, defaultLanguage = null } = snippet;
  if (title === undefined ? isUpdate : !isTitle(title))
    throw invalid(
      'invalidTitle',
      'The request metadata specifies an invalid or empty video title.',
      'snippet.title',
    );
  if (
    typeof description !== 'string' ||
    /[<>]/.test(description) ||
    Buffer.byteLength(description) > descriptionBytesMax
  )
    throw invalid(
      'invalidDescription',
      'The request metadata specifies an invalid video description.',
      'snippet.description',
    );
  if (
    !Array.isArray(tags) ||
    tags.some((tag) => typeof tag !== 'string' || tag === '') ||
    tagsLength(tags) > tagsLengthMax
  )
    throw invalid('invalidTags', 'The request metadata specifies invalid video keywords.', 'snippet.tags');
  if (categoryId === undefined ? isUpdate : !categories.includes(String(categoryId)))
    throw invalid(
      'invalidCategoryId',
      'The <code>snippet.categoryId</code> property specifies an invalid category ID.',
      'snippet.categoryId',
    );
  return {
    title: title ?? fresh.title,
    description,
    tags,
    categoryId: String(categoryId ?? fresh.categoryId),
    language: defaultLanguage === null ? null : String(defaultLanguage),
  };
}

function statusFrom(status: any, now: Date) {
  const words = new URLSearchParams(
    status.privacyStatus === undefined ? {} : { privacyStatus: String(status.privacyStatus) },
  );
  const privacy: Privacy = oneOf(words, 'privacyStatus', privacies, 'public');
  const publishAt = status.publishAt ?? null;
  const at = Date.parse(String(publishAt));
  if (publishAt !== null && (Number.isNaN(at) || at <= now.getTime() || privacy !== 'private'))
    throw invalid(
      'invalidPublishAt',
      'The request metadata specifies an invalid scheduled publishing time.',
      'status.publishAt',
    );
  return {
    privacy,
    publishAt: publishAt === null ? null : new Date(at).toISOString(),
    isMadeForKids: status.selfDeclaredMadeForKids === true,
    hidesLikes: status.publicStatsViewable === false,
  };
}

const isTitle = (title: unknown) =>
  typeof title === 'string' &&
  title.trim() !== '' &&
  !/[<>]/.test(title) &&
  [...title].length <= titleLengthMax;

/** One with a space in it counts its quotation marks. */
const tagsLength = (tags: readonly string[]) =>
  tags.reduce((sum, tag) => sum + tag.length + (tag.includes(' ') ? 2 : 0), tags.length - 1);

const invalid = (reason: string, message: string, location: string) =>
  refused(400, 'youtube.video', reason, message, `body.${location}`);
