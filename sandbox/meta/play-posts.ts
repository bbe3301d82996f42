import { Refusal } from '../http.ts';
import type { Person } from '../people.ts';
import { type Teller, tellComment, tellMention, tellPost } from './events.ts';
import { postOf } from './first-day.ts';
import type { Move } from './play-messages.ts';
import { addComment, forgetComment } from './posts.ts';
import type { Account, Comment, Post } from './state.ts';

/** What a customer does under posts. */
export const postMoves: Readonly<Record<string, (move: Move) => object>> = {
  comment: (move) => {
    const post = postIn(move);
    if (!post.commentsEnabled) throw new Refusal(400, 'Comments are turned off there.');
    return said(move, post, undefined);
  },
  reply: (move) => {
    const parent = commentIn(move);
    return said(move, move.teller.meta.all().posts[parent.postId]!, parent);
  },
  'edit-comment': (move) => {
    const comment = commentIn(move);
    comment.text = text(move);
    move.teller.meta.changed();
    tellComment(move.teller, aboutOf(move, 'edits a comment'), postOver(move, comment), comment, 'edited');
    return { id: comment.id };
  },
  'delete-comment': (move) => {
    const comment = commentIn(move);
    const post = postOver(move, comment);
    forgetComment(move.teller.meta, comment);
    tellComment(move.teller, aboutOf(move, 'deletes a comment'), post, comment, 'remove');
    return { id: comment.id };
  },
  like: (move) => {
    const post = postIn(move);
    post.likes += 1;
    move.teller.meta.changed();
    return { likes: post.likes };
  },
  mention,
};

const aboutOf = ({ account, person, failure }: Move, what: string) => ({
  account,
  person: person.key,
  failure,
  about: `${person.name} ${what}`,
});

function text({ fields }: Move): string {
  if (!fields.text?.trim()) throw new Refusal(400, 'Say a text.');
  return fields.text;
}

function postIn({ teller, account, fields }: Move): Post {
  const { meta } = teller;
  const wanted = fields.post ?? fields.media;
  const post = wanted
    ? meta.all().posts[wanted]
    : meta.postsOf(account.id).find((one) => one.product !== 'STORY');
  if (post?.accountId !== account.id) throw new Refusal(404, `${account.name} has no such post.`);
  return post;
}

function commentIn({ teller, fields }: Move): Comment {
  const comment = teller.meta.all().comments[fields.comment ?? ''];
  if (!comment) throw new Refusal(404, 'There is no such comment.');
  return comment;
}

const postOver = ({ teller }: Move, { postId }: Comment) => teller.meta.all().posts[postId]!;

function said(move: Move, post: Post, parent: Comment | undefined): object {
  const { teller, person, failure } = move;
  const facts = { post, parent, person: person.key, text: text(move) };
  const comment = addComment(teller, { ...facts, ...(failure !== undefined && { failure }) });
  return { id: comment.id, post: post.id };
}

/** `{ text, in: 'comment' | 'caption' }`: somewhere else, with an @ before the account's name. */
function mention(move: Move): object {
  const { teller, account, person, fields } = move;
  if (account.platform !== 'instagram') throw new Refusal(400, 'Only Instagram accounts are mentioned.');
  const { meta } = teller;
  const words = (fields.text || `Look at @${account.key}!`).includes(`@${account.key}`)
    ? fields.text || `Look at @${account.key}!`
    : `@${account.key} ${fields.text}`;
  const isComment = fields.in === 'comment';
  const post = elsewhere(teller, account, person, isComment ? 'A day by the sea.' : words);
  if (!isComment) {
    tellMention(teller, aboutOf(move, 'mentions the account'), post.id);
    return { media: post.id };
  }
  const id = meta.newId('comment', account.key);
  const blank = { postId: post.id, parentId: null, hidden: false, likes: 0 };
  meta.all().comments[id] = { ...blank, id, person: person.key, text: words, at: meta.nowText() };
  meta.changed();
  tellMention(teller, aboutOf(move, 'mentions the account'), post.id, id);
  return { media: post.id, comment: id };
}

/** A post of the customer's own. */
function elsewhere({ meta }: Teller, account: Account, person: Person, caption: string): Post {
  const words = `by:${person.key}:${meta.number()}`;
  const facts = { caption, type: 'IMAGE', product: 'FEED', at: meta.nowText(), words } as const;
  const post: Post = { ...postOf(account, facts), byPerson: person.key };
  meta.all().posts[post.id] = post;
  meta.changed();
  return post;
}

const kinds: Readonly<Record<string, Pick<Post, 'type' | 'product'>>> = {
  picture: { type: 'IMAGE', product: 'FEED' },
  reel: { type: 'VIDEO', product: 'REELS' },
  story: { type: 'IMAGE', product: 'STORY' },
};

/** `{ caption, kind }`: the business publishes from its telephone, without any app of ours. */
export function publishElsewhere(
  teller: Teller,
  account: Account,
  fields: Readonly<Record<string, string>>,
): object {
  const { meta } = teller;
  const kind = kinds[fields.kind ?? 'picture'];
  if (!kind || account.platform === 'whatsapp') throw new Refusal(400, 'kind is picture, reel or story.');
  const words = `elsewhere:${meta.number()}`;
  const post = postOf(account, { caption: fields.caption ?? '', ...kind, at: meta.nowText(), words });
  const fresh: Post = { ...post, likes: 0 };
  meta.all().posts[post.id] = fresh;
  meta.changed();
  tellPost(teller, { account, about: `${account.name} publishes` }, fresh);
  return { id: fresh.id };
}
