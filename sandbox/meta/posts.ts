import { digitsOf } from '../people.ts';
import type { Call } from './call.ts';
import { badParameter, GraphError, missing } from './errors.ts';
import { authorOf, type Teller, tellComment, tellPost } from './events.ts';
import { postOf } from './first-day.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { Edge, listed, type Shape, selected } from './select.ts';
import { type Account, type Comment, graphTime, type Meta, type Post } from './state.ts';

const read = ['instagram_business_basic', 'instagram_basic', 'pages_read_engagement'];
const moderate = [
  'instagram_business_manage_comments',
  'instagram_manage_comments',
  'pages_manage_engagement',
];
const engage = ['pages_manage_engagement'];
const commentLengthMax = 2_200;
const storyLifeMs = 24 * 3_600_000;

export const postOperations: readonly Operation[] = [
  {
    method: 'GET',
    edge: 'media',
    on: ['instagram'],
    takes: ['since', 'until'],
    scopes: read,
    run: (call: Call, { account }: NodeOf<'instagram'>) =>
      listed(
        mediaShape,
        call.meta.postsOf(account.id).filter(({ product }) => product !== 'STORY'),
        call,
      ),
  },
  {
    method: 'GET',
    edge: 'stories',
    on: ['instagram'],
    takes: [],
    scopes: read,
    run: (call: Call, { account }: NodeOf<'instagram'>) =>
      listed(mediaShape, storiesOf(call.meta, account), call),
  },
  ...['feed', 'posts', 'published_posts'].map(
    (edge): Operation => ({
      method: 'GET',
      edge,
      on: ['messenger'],
      takes: ['since', 'until'],
      scopes: read,
      run: (call: Call, { account }: NodeOf<'messenger'>) =>
        listed(pagePostShape, call.meta.postsOf(account.id), call),
    }),
  ),
  {
    method: 'POST',
    edge: 'feed',
    on: ['messenger'],
    takes: ['message', 'link', 'published'],
    scopes: ['pages_manage_posts'],
    run: publishOnPage,
  },
  {
    method: 'POST',
    edge: 'photos',
    on: ['messenger'],
    takes: ['url', 'caption', 'message', 'published'],
    scopes: ['pages_manage_posts'],
    run: publishOnPage,
  },
  {
    method: 'GET',
    edge: '',
    on: ['post'],
    takes: [],
    scopes: read,
    run: (call: Call, { post, account }: NodeOf<'post'>) =>
      selected(account.platform === 'messenger' ? pagePostShape : mediaShape, post, call),
  },
  {
    method: 'GET',
    edge: 'children',
    on: ['post'],
    takes: [],
    scopes: read,
    run: (call: Call, { post }: NodeOf<'post'>) => listed(mediaShape, childrenOf(call.meta, post), call),
  },
  {
    method: 'POST',
    edge: '',
    on: ['post'],
    takes: ['comment_enabled'],
    scopes: moderate,
    run: (call: Call, { post }: NodeOf<'post'>) => {
      const enabled = call.flag('comment_enabled');
      if (enabled === undefined) throw missing('comment_enabled');
      post.commentsEnabled = enabled;
      call.meta.changed();
      return { success: true };
    },
  },
  {
    method: 'GET',
    edge: 'comments',
    on: ['post'],
    takes: ['order', 'filter', 'summary'],
    scopes: moderate,
    run: (call: Call, { post, account }: NodeOf<'post'>) =>
      listed(shapeOn(account), call.meta.commentsOf(post.id), call),
  },
  { method: 'POST', edge: 'comments', on: ['post'], takes: ['message'], scopes: moderate, run: commentOn },
  {
    method: 'GET',
    edge: '',
    on: ['comment'],
    takes: [],
    scopes: moderate,
    run: (call: Call, { comment, account }: NodeOf<'comment'>) => selected(shapeOn(account), comment, call),
  },
  ...['replies', 'comments'].flatMap((edge): Operation[] => [
    {
      method: 'GET',
      edge,
      on: ['comment'],
      takes: [],
      scopes: moderate,
      run: (call: Call, { comment, account }: NodeOf<'comment'>) =>
        listed(shapeOn(account), call.meta.commentsOf(comment.postId, comment.id), call),
    },
    { method: 'POST', edge, on: ['comment'], takes: ['message'], scopes: moderate, run: replyTo },
  ]),
  { method: 'POST', edge: '', on: ['comment'], takes: ['hide', 'is_hidden'], scopes: moderate, run: hide },
  { method: 'DELETE', edge: '', on: ['comment'], takes: [], scopes: moderate, run: removeComment },
  ...(['POST', 'DELETE'] as const).map(
    (method): Operation => ({ method, edge: 'likes', on: ['comment'], takes: [], scopes: engage, run: like }),
  ),
];

export const storiesOf = (meta: Meta, { id }: Account) =>
  meta.postsOf(id).filter(({ product, at }) => {
    return product === 'STORY' && meta.now().getTime() - Date.parse(at) < storyLifeMs;
  });

const childrenOf = (meta: Meta, { children }: Post) => children.flatMap((id) => meta.all().posts[id] ?? []);

export const mediaShape: Shape<Post> = {
  name: 'IGMedia',
  usual: ['id'],
  fields: {
    id: ({ id }) => id,
    caption: ({ caption }) => caption || undefined,
    alt_text: () => undefined,
    comments: ({ id }, { meta }) => new Edge(meta.commentsOf(id), commentShape),
    comments_count: ({ id }, { meta }) =>
      Object.values(meta.all().comments).filter(({ postId }) => postId === id).length,
    like_count: ({ likes }) => likes,
    media_type: ({ type }) => type,
    media_product_type: ({ product }) => product,
    media_url: ({ pictureUrl, type }) => (type === 'CAROUSEL_ALBUM' ? undefined : pictureUrl),
    thumbnail_url: ({ pictureUrl, type }) => (type === 'VIDEO' ? pictureUrl : undefined),
    permalink: ({ product, shortcode }) =>
      `https://www.instagram.com/${product === 'REELS' ? 'reel' : 'p'}/${shortcode}/`,
    shortcode: ({ shortcode }) => shortcode,
    is_comment_enabled: ({ commentsEnabled }) => commentsEnabled,
    is_shared_to_feed: ({ product }) => (product === 'REELS' ? true : undefined),
    timestamp: ({ at }) => graphTime(at),
    username: ({ accountId }, { meta }) => meta.all().accounts[accountId]!.key,
    owner: ({ accountId }) => ({ id: accountId }),
    children: (post, { meta }) =>
      post.children.length > 0 ? new Edge(childrenOf(meta, post), mediaShape) : undefined,
  },
};

const pagePostShape: Shape<Post> = {
  name: 'Post',
  usual: ['created_time', 'message', 'id'],
  fields: {
    id: ({ id }) => id,
    message: ({ caption }) => caption || undefined,
    created_time: ({ at }) => graphTime(at),
    full_picture: ({ pictureUrl }) => pictureUrl,
    permalink_url: ({ id }) => `https://www.facebook.com/${id}`,
    is_published: () => true,
    from: ({ accountId }, { meta }) => ({ id: accountId, name: meta.all().accounts[accountId]!.name }),
    comments: ({ id }, { meta }) => new Edge(meta.commentsOf(id), pageCommentShape),
    shares: () => undefined,
  },
};

export const commentShape: Shape<Comment> = {
  name: 'IGComment',
  usual: ['timestamp', 'text', 'id'],
  fields: {
    id: ({ id }) => id,
    text: ({ text }) => text,
    timestamp: ({ at }) => graphTime(at),
    username: ({ person, postId }, { meta }) => authorOf(meta, accountUnder(meta, postId), person).username,
    from: ({ person, postId }, { meta }) => authorOf(meta, accountUnder(meta, postId), person),
    user: ({ person, postId }) => (person === null ? { id: postId } : undefined),
    hidden: ({ hidden }) => hidden,
    like_count: ({ likes }) => likes,
    parent_id: ({ parentId }) => parentId ?? undefined,
    media: ({ postId }, { meta }) => ({ id: postId, media_product_type: meta.all().posts[postId]!.product }),
    replies: ({ id, postId }, { meta }) => new Edge(meta.commentsOf(postId, id), commentShape),
  },
};

const pageCommentShape: Shape<Comment> = {
  name: 'Comment',
  usual: ['created_time', 'from', 'message', 'id'],
  fields: {
    id: ({ id }) => id,
    message: ({ text }) => text,
    created_time: ({ at }) => graphTime(at),
    from: ({ person, postId }, { meta }) => {
      const account = accountUnder(meta, postId);
      const { id } = authorOf(meta, account, person);
      return { id, name: person === null ? account.name : meta.person(person)?.name };
    },
    is_hidden: ({ hidden }) => hidden,
    like_count: ({ likes }) => likes,
    user_likes: ({ likedByPage }) => likedByPage ?? false,
    comment_count: ({ id, postId }, { meta }) => meta.commentsOf(postId, id).length,
    parent: ({ parentId }) => (parentId === null ? undefined : { id: parentId }),
    can_reply_privately: ({ privateReplyAt, person }) => person !== null && privateReplyAt === undefined,
    comments: ({ id, postId }, { meta }) => new Edge(meta.commentsOf(postId, id), pageCommentShape),
  },
};

const shapeOn = ({ platform }: Account) => (platform === 'messenger' ? pageCommentShape : commentShape);
const accountUnder = (meta: Meta, postId: string) =>
  meta.all().accounts[meta.all().posts[postId]!.accountId]!;

/** A comment of anybody's; a reply to a reply is attached to the first comment. */
export function addComment(
  teller: Teller,
  facts: { post: Post; parent?: Comment | undefined; person: string | null; text: string; failure?: string },
): Comment {
  const { meta } = teller;
  const { post, parent, person, text, failure } = facts;
  const account = meta.all().accounts[post.accountId]!;
  const number = digitsOf(`meta:comment:${account.key}:${person}:${meta.number()}`, 17);
  const id = account.platform === 'messenger' ? `${post.id.split('_')[1]}_${number}` : number;
  const comment: Comment = {
    id,
    postId: post.id,
    parentId: parent ? (parent.parentId ?? parent.id) : null,
    person,
    text,
    at: meta.nowText(),
    hidden: false,
    likes: 0,
  };
  meta.all().comments[id] = comment;
  meta.changed();
  const about = {
    account,
    person: person ?? undefined,
    about: `comment of ${person ?? account.key}`,
    failure,
  };
  tellComment(teller, about, post, comment);
  return comment;
}

function commentText(call: Call): string {
  const text = call.need('message');
  if (text.trim() === '') throw missing('message');
  if (text.length > commentLengthMax)
    throw badParameter(`A comment has at most ${commentLengthMax} characters`);
  return text;
}

function commentOn(call: Call, { post }: NodeOf<'post'>, teller: Teller): object {
  const text = commentText(call);
  if (!post.commentsEnabled) throw new GraphError(10, '(#10) Comments are turned off for this media.');
  return { id: addComment(teller, { post, person: null, text }).id };
}

function replyTo(call: Call, { post, comment }: NodeOf<'comment'>, teller: Teller): object {
  const text = commentText(call);
  if (comment.hidden)
    throw new GraphError(100, '(#100) A hidden comment cannot be replied to.', { subcode: 2207012 });
  return { id: addComment(teller, { post, parent: comment, person: null, text }).id };
}

function hide(call: Call, { comment, post, account }: NodeOf<'comment'>, teller: Teller): object {
  const name = account.platform === 'messenger' ? 'is_hidden' : 'hide';
  const hidden = call.flag(name);
  if (hidden === undefined) throw missing(name);
  if (comment.person === null) throw new GraphError(100, '(#100) Your own comment cannot be hidden.');
  comment.hidden = hidden;
  call.meta.changed();
  tellComment(teller, { account, about: `${hidden ? 'hidden' : 'shown'} comment` }, post, comment, 'hide');
  return { success: true };
}

function removeComment(call: Call, { comment, post, account }: NodeOf<'comment'>, teller: Teller): object {
  forgetComment(call.meta, comment);
  tellComment(teller, { account, about: 'deleted comment' }, post, comment, 'remove');
  return { success: true };
}

/** With what was said under it. */
export function forgetComment(meta: Meta, { id, postId }: Comment): void {
  for (const reply of meta.commentsOf(postId, id)) delete meta.all().comments[reply.id];
  delete meta.all().comments[id];
  meta.changed();
}

/** As the Page; twice is the same as once. Instagram has no such edge. */
function like(call: Call, { comment, account }: NodeOf<'comment'>): object {
  if (account.platform !== 'messenger') throw new GraphError(2500, 'Unknown path components: /likes');
  const isLiked = call.method === 'POST';
  if (isLiked !== (comment.likedByPage ?? false)) comment.likes += isLiked ? 1 : -1;
  comment.likedByPage = isLiked;
  call.meta.changed();
  return { success: true };
}

function publishOnPage(call: Call, { account }: NodeOf<'messenger'>, teller: Teller): object {
  const { meta } = call;
  const isPhoto = call.path[1] === 'photos';
  const caption = call.text('message') ?? call.text('caption') ?? '';
  const url = isPhoto ? call.need('url') : undefined;
  if (!isPhoto && caption === '' && call.text('link') === undefined) throw missing('message');
  const at = meta.nowText();
  const words = `by-api:${meta.number()}`;
  const facts = { caption, type: 'IMAGE', product: 'FEED', at, words } as const;
  const post = postOf(account, { ...facts, ...(url !== undefined && { pictureUrl: url }) });
  meta.all().posts[post.id] = post;
  meta.changed();
  tellPost(teller, { account, about: 'post on the Page' }, post);
  return isPhoto ? { id: post.id.split('_')[1], post_id: post.id } : { id: post.id };
}
