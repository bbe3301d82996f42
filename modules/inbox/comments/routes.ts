import { type Route, route } from '../../../kit/http/endpoint.ts';
import * as organizing from '../organizing/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { answer, moderate, takeAnswerBack } from './answering.ts';
import { getThread, listComments } from './comments.ts';
import * as wire from './contract.ts';
import {
  assignComment,
  dropNote,
  setStatus,
  setTriage,
  tagComment,
  untagComment,
  writeNote,
} from './organizing.ts';

type Out = InboxOutside;

export const commentsRoutes: readonly Route<InboxOutside>[] = [
  route(wire.listComments, (ctx, { query }, outside: Out) => listComments(ctx, query, outside)),
  route(wire.getThread, (ctx, { params, query }, outside: Out) =>
    getThread(ctx, { ...params, ...query }, outside),
  ),
  route(wire.putCommentReply, (ctx, { params, body }) => answer(ctx, { ...params, ...body, kind: 'public' })),
  route(wire.putPrivateReply, (ctx, { params, body }) =>
    answer(ctx, { ...params, ...body, kind: 'private' }),
  ),
  route(wire.deleteCommentReply, (ctx, { params }) => takeAnswerBack(ctx, params)),
  route(wire.putHidden, (ctx, { params }, outside: Out) =>
    moderate(ctx, { ...params, kind: 'hide' }, outside),
  ),
  route(wire.deleteHidden, (ctx, { params }, outside: Out) =>
    moderate(ctx, { ...params, kind: 'unhide' }, outside),
  ),
  route(wire.putLike, (ctx, { params }, outside: Out) => moderate(ctx, { ...params, kind: 'like' }, outside)),
  route(wire.deleteLike, (ctx, { params }, outside: Out) =>
    moderate(ctx, { ...params, kind: 'unlike' }, outside),
  ),
  route(wire.deleteComment, (ctx, { params }, outside: Out) =>
    moderate(ctx, { ...params, kind: 'delete' }, outside),
  ),
  route(organizing.putCommentStatus, (ctx, { params, body }, outside: Out) =>
    setStatus(ctx, { ...params, ...body }, outside),
  ),
  route(organizing.putCommentTriage, (ctx, { params, body }, outside: Out) =>
    setTriage(ctx, { ...params, ...body }, outside),
  ),
  route(organizing.putCommentAssignee, (ctx, { params, body }, outside: Out) =>
    assignComment(ctx, { ...params, ...body }, outside),
  ),
  route(organizing.putCommentTag, (ctx, { params }, outside: Out) => tagComment(ctx, params, outside)),
  route(organizing.deleteCommentTag, (ctx, { params }, outside: Out) => untagComment(ctx, params, outside)),
  route(organizing.putCommentNote, (ctx, { params, body }) => writeNote(ctx, { ...params, ...body })),
  route(organizing.deleteCommentNote, (ctx, { params }) => dropNote(ctx, params)),
];
