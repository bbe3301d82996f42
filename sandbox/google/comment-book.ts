import { type Author, type Comment, freshWord, type Google, type Video } from './state.ts';

export interface Said {
  readonly video: Video;
  readonly author: Author;
  readonly text: string;
  readonly parent?: Comment;
}

/** Somebody says something under a video. Who is banned there is heard by nobody, and not told. */
export function addComment(google: Google, { video, author, text, parent }: Said): Comment {
  const at = google.world.now().toISOString();
  const isBanned = google.state.banned.includes(`${video.channelId} ${author.channelId}`);
  const comment: Comment = {
    id: parent ? `${parent.id}.${freshWord(22)}` : `Ugx${freshWord(17)}4AaABAg`,
    videoId: video.id,
    parentId: parent?.id ?? null,
    author,
    text,
    likedBy: [],
    publishedAt: at,
    updatedAt: at,
    moderation: isBanned ? 'rejected' : 'published',
  };
  google.state.comments.push(comment);
  google.changed();
  return comment;
}

/** What was said below it goes along. */
export function removeComment(google: Google, { id }: Comment): void {
  google.state.comments = google.state.comments.filter((one) => one.id !== id && one.parentId !== id);
  google.changed();
}
