import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { PublishingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getPost, listPosts } from './posts.ts';

export const postsRoutes: readonly Route<PublishingOutside>[] = [
  route(wire.listPosts, (ctx, { query }, outside: PublishingOutside) => listPosts(ctx, query, outside)),
  route(wire.getPost, (ctx, { params }, outside: PublishingOutside) => getPost(ctx, params, outside)),
];
