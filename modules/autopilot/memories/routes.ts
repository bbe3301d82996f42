import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as memories from './memories.ts';

export const memoriesRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listMemories, (ctx, { params }) => memories.listMemories(ctx, params)),
  route(wire.putMemory, (ctx, { params, body }) => memories.putMemory(ctx, { ...params, ...body })),
  route(wire.deleteMemory, (ctx, { params }) => memories.deleteMemory(ctx, params)),
];
