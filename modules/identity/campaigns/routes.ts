import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import * as wire from './contract.ts';
import {
  clearBounce,
  getMailHook,
  getMarketing,
  getUnsubscription,
  noteBounce,
  setMarketing,
  subscribeAgain,
  unsubscribe,
} from './preferences.ts';
import { listCampaigns } from './sending.ts';

export const campaignsRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.getMarketing, (ctx) => getMarketing(ctx)),
  route(wire.putMarketing, (ctx, { body }) => setMarketing(ctx, body)),
  route(wire.postUnsubscription, async (ctx, { query }, outside: IdentityOutside) => {
    await unsubscribe(ctx, outside, query);
    return {};
  }),
  route(wire.getUnsubscription, (ctx, { query }, outside: IdentityOutside) =>
    getUnsubscription(ctx, outside, query),
  ),
  route(wire.putUnsubscription, (ctx, { body }, outside: IdentityOutside) => unsubscribe(ctx, outside, body)),
  route(wire.deleteUnsubscription, (ctx, { query }, outside: IdentityOutside) =>
    subscribeAgain(ctx, outside, query),
  ),
  route(wire.postBounce, (ctx, { params, body }, outside: IdentityOutside) =>
    noteBounce(ctx, outside, { ...params, ...body }),
  ),
  route(wire.getMailHook, (_ctx, _input, outside: IdentityOutside) => getMailHook(outside)),
  route(wire.deleteBounce, (ctx, { params }) => clearBounce(ctx, params)),
  route(wire.listCampaigns, (ctx) => listCampaigns(ctx)),
];
