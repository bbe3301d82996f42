import { idText } from '../json.ts';
import { type Around, type Fields, joined, type MetaEvent, recordOf, textOf, unknownEvent } from './event.ts';
import { timeOf } from './shapes.ts';

type Found = Partial<Pick<MetaEvent, 'kind' | 'eventId' | 'conversationKey' | 'personId' | 'at'>>;

/** A change of an Instagram account or a Page that is no message. */
export function changeEvent(around: Around, field: string, value: Fields): MetaEvent {
  const found = readers.get(field)?.(value);
  const { personId, ...rest } = found ?? {};
  const isOther = personId !== undefined && personId !== around.accountId;
  return {
    ...unknownEvent(around, value, field),
    ...rest,
    at: rest.at ?? around.toldAt,
    ...(isOther && { personId }),
  };
}

const readers = new Map<string, (value: Fields) => Found>([
  ['comments', (value) => ofComment(value, 'comment')],
  ['live_comments', (value) => ofComment(value, 'live_comment')],
  ['mentions', ofMention],
  ['story_insights', ofStory],
  ['feed', ofFeed],
  ['mention', (value) => ({ ...ofFeed(value), kind: 'mention' })],
]);

/** One login calls it `id`, the other `comment_id`. A comment cannot be edited, so its id is told once. */
function ofComment(value: Fields, kind: 'comment' | 'live_comment'): Found {
  const id = idText(value.id) ?? idText(value.comment_id);
  return {
    kind,
    eventId: joined(kind, id),
    conversationKey: joined('comment', idText(value.parent_id) ?? id),
    personId: idText(recordOf(value.from).id),
    at: timeOf(value.timestamp) ?? timeOf(value.created_time),
  };
}

/** Nothing but ids: who it was and what they wrote has to be asked for. */
function ofMention({ comment_id, media_id }: Fields): Found {
  const [comment, media] = [idText(comment_id), idText(media_id)];
  return {
    kind: 'mention',
    eventId: joined('mention', comment ?? media),
    conversationKey: joined('comment', comment) ?? joined('media', media),
  };
}

/** Told once, when the story is over. */
function ofStory({ media_id }: Fields): Found {
  return {
    kind: 'story_insights',
    eventId: joined('story_insights', idText(media_id)),
    conversationKey: joined('media', idText(media_id)),
  };
}

/** Only what happens once to a thing can be known by its id; it may be hidden and edited again and again. */
const once = (verb: unknown) => (verb === 'add' || verb === 'remove' ? verb : undefined);

function ofFeed(value: Fields): Found {
  const [post, comment, parent] = [value.post_id, value.comment_id, value.parent_id].map(idText);
  const common = { personId: idText(recordOf(value.from).id), at: timeOf(value.created_time) };
  if (value.item === 'comment') {
    // The parent of a comment that answers no other is the post.
    const top = parent !== undefined && parent !== post ? parent : comment;
    return {
      ...common,
      kind: 'comment',
      eventId: joined('comment', comment, once(value.verb)),
      conversationKey: joined('comment', top),
    };
  }
  const isPost = comment === undefined && !['reaction', 'like'].includes(textOf(value.item) ?? '');
  return {
    ...common,
    kind: 'feed',
    eventId: isPost ? joined('feed', post, once(value.verb)) : undefined,
    conversationKey: joined('post', post),
  };
}
