import type { Module } from '../kit/module.ts';
import { autopilot } from '../modules/autopilot/index.ts';
import { billing } from '../modules/billing/index.ts';
import { connections } from '../modules/connections/index.ts';
import { identity } from '../modules/identity/index.ts';
import { inbox } from '../modules/inbox/index.ts';
import { knowledge } from '../modules/knowledge/index.ts';
import { publishing } from '../modules/publishing/index.ts';
import { workspaces } from '../modules/workspaces/index.ts';

/** Lowest first: a module may use only those before it. This order is the architecture. */
export const modules: readonly Module<any>[] = [
  identity,
  workspaces,
  billing,
  connections,
  knowledge,
  publishing,
  inbox,
  autopilot,
];
