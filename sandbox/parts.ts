import { ai } from './ai/routes.ts';
import { amazon } from './amazon/routes.ts';
import { clock } from './clock/routes.ts';
import { deliveries } from './deliveries/routes.ts';
import { failures } from './failures/routes.ts';
import { fal } from './fal/routes.ts';
import { google } from './google/routes.ts';
import { home } from './home/routes.ts';
import { log } from './log/routes.ts';
import { mail } from './mail/routes.ts';
import { meta } from './meta/routes.ts';
import { oidc } from './oidc/routes.ts';
import { replicate } from './replicate/routes.ts';
import { s3 } from './s3/routes.ts';
import { shopify } from './shopify/routes.ts';
import { stripe } from './stripe/routes.ts';
import { whop } from './whop/routes.ts';
import type { PartMaker } from './world.ts';

/** Everything the sandbox plays. A new service is a folder of its own and a line here. */
export const partsOf = (options: { smtpPort: number }): readonly PartMaker[] => [
  home,
  meta,
  google,
  shopify,
  amazon,
  stripe,
  whop,
  ai,
  replicate,
  fal,
  mail(options.smtpPort),
  oidc,
  s3,
  deliveries,
  log,
  failures,
  clock,
];
