import { route } from '../../../kit/http/endpoint.ts';
import type { KnowledgeOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { explainSearch } from './search.ts';

export const searchRoutes = [
  route(wire.searchKnowledgeBase, (ctx, { query }, outside: KnowledgeOutside) =>
    explainSearch(ctx, query, outside),
  ),
];
