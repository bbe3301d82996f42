import { route } from '../../../kit/http/endpoint.ts';
import * as wire from './contract.ts';
import * as faqs from './faqs.ts';

export const faqsRoutes = [
  route(wire.listFaqs, (ctx, { query }) => faqs.listFaqs(ctx, query)),
  route(wire.getFaq, (ctx, { params }) => faqs.getFaq(ctx, params)),
  route(wire.putFaq, (ctx, { params, body }) => faqs.putFaq(ctx, { ...params, ...body })),
  route(wire.deleteFaq, (ctx, { params }) => faqs.deleteFaq(ctx, params)),
  route(wire.retireFaq, (ctx, { params }) => faqs.retireFaq(ctx, params)),
  route(wire.bringBackFaq, (ctx, { params }) => faqs.bringBackFaq(ctx, params)),
];
