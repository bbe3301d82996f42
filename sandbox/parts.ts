import { clock } from './clock/routes.ts';
import { failures } from './failures/routes.ts';
import { home } from './home/routes.ts';
import { log } from './log/routes.ts';
import { mail } from './mail/routes.ts';
import { oidc } from './oidc/routes.ts';
import { s3 } from './s3/routes.ts';
import type { PartMaker } from './world.ts';

/** Everything the sandbox plays. A new service is a folder of its own and a line here. */
export const partsOf = (options: { smtpPort: number }): readonly PartMaker[] => [
  home,
  mail(options.smtpPort),
  oidc,
  s3,
  clock,
  log,
  failures,
];
