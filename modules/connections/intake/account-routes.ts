import { LRUCache } from 'lru-cache';
import type { Database } from '../../../kit/db/database.ts';
import {
  type AccountRoute,
  accountRoutesChannel,
  accountRoutesOf,
  type Named,
} from './account-routes.sql.ts';

/** Whose accounts are, kept in memory: nearly every delivery is for one that was told of a moment ago. */
export interface AccountRoutes {
  /** In the order asked; none for those nobody here has, several for a business with several accounts. */
  of(accounts: readonly Named[]): Promise<readonly (readonly AccountRoute[])[]>;
  forget(account: Named): void;
  close(): Promise<void>;
}

const keptMax = 100_000;
/** Changes are heard of at once. Should one be missed after all, this is how long it counts. */
const knownForMs = 10 * 60_000;
const unknownForMs = 30_000;
const askedAtOnceMax = 1_000;
const isPlain = /^[!-~]{1,255}$/;

const none: readonly AccountRoute[] = [];

export async function openAccountRoutes(db: Database): Promise<AccountRoutes> {
  const kept = new LRUCache<string, readonly AccountRoute[]>({ max: keptMax });
  /** Heard of while somebody asks: an answer that is older than the news is not kept. */
  const asking = new Set<{ readonly changed: Set<string>; all: boolean }>();

  const forget = (key: string) => {
    kept.delete(key);
    for (const { changed } of asking) changed.add(key);
  };
  const hush = await db.listen(accountRoutesChannel, forget, () => {
    kept.clear();
    for (const one of asking) one.all = true;
  });

  async function ask(accounts: readonly Named[]): Promise<ReadonlyMap<string, readonly AccountRoute[]>> {
    const news = { changed: new Set<string>(), all: false };
    asking.add(news);
    try {
      const rows = await accountRoutesOf(db.reader({ kind: 'installation' }), accounts);
      const found = Map.groupBy(rows, ({ platform, toldId }) =>
        keyOf({ platform, platformAccountId: toldId }),
      );
      for (const key of accounts.map(keyOf)) {
        if (news.all || news.changed.has(key)) continue;
        const routes = found.get(key) ?? none;
        kept.set(key, routes, { ttl: routes.length > 0 ? knownForMs : unknownForMs });
      }
      return found;
    } finally {
      asking.delete(news);
    }
  }

  return {
    async of(accounts) {
      const known = new Map<string, readonly AccountRoute[]>();
      const lacking = new Map<string, Named>();
      for (const account of accounts) {
        const key = keyOf(account);
        const here = kept.get(key);
        if (here) known.set(key, here);
        // What no account can be called is not asked for.
        else if (isPlain.test(account.platformAccountId)) lacking.set(key, account);
      }
      const rest = [...lacking.values()];
      for (let i = 0; i < rest.length; i += askedAtOnceMax) {
        for (const [key, routes] of await ask(rest.slice(i, i + askedAtOnceMax))) known.set(key, routes);
      }
      return accounts.map((account) => known.get(keyOf(account)) ?? none);
    },
    forget: (account) => forget(keyOf(account)),
    close: hush,
  };
}

const keyOf = ({ platform, platformAccountId }: Named) => `${platform} ${platformAccountId}`;
