import { type Ctx, may } from '../../../kit/ctx.ts';
import { authorize } from '../policy.ts';
import type { Permission } from './contract.ts';

/** Every permission there is: as many as the modules have, and known to everybody who works here. */
export async function listPermissions(ctx: Ctx): Promise<{ items: Permission[] }> {
  authorize(ctx, 'workspaces.read');
  const items = Object.entries(ctx.policy)
    .map(([name, roles]): Permission => {
      const [module = '', ...rest] = name.split('.');
      const isYours = may(ctx.policy, ctx.actor, name);
      return { name, module, label: inWords(rest.join(' ')), roles: [...roles], isYours };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { items };
}

/** `manage_members` is `Manage members`. */
const inWords = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
