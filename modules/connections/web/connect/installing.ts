import { ApiError, callWith, q, queryClient } from '../../../../web/kit/api.ts';
import { attempt } from '../../../../web/shared.ts';
import { getMe, type Me } from '../../../identity/contract.ts';
import { pendingInstallDays, postInstall } from '../../connecting/contract.ts';

const storageKey = 'stoa.shops';
const dayMs = 86_400_000;

/** A shop on its way in from its own side: the browser is sent on, or the shop waits for somebody to claim it. */
export type Installing =
  | { readonly step: 'leaving'; readonly shop: string }
  | { readonly step: 'waiting'; readonly shop: string }
  | { readonly step: 'claiming'; readonly shop: string; readonly claim: string; readonly me: Me | undefined };

interface Claim {
  readonly claim: string;
  readonly untilMs: number;
}

export async function readInstall(url: URL): Promise<Installing> {
  const { address, shop, claim } = await callWith(postInstall, {
    body: { query: url.search.slice(1) || '?' },
  });
  if (address) {
    location.replace(address);
    return { step: 'leaving', shop };
  }
  // Shown once, and whoever installs may first have to make an account, in another tab even.
  if (claim) write({ ...claims(), [shop]: { claim, untilMs: Date.now() + pendingInstallDays * dayMs } });
  return { step: 'waiting', shop };
}

/** Who they are is asked past the session's own watch: many who come have no account, and are not turned away. */
export async function readClaim(shop: string): Promise<Installing> {
  const kept = claims();
  const claim = Object.hasOwn(kept, shop) ? kept[shop]!.claim : undefined;
  if (!claim) throw noClaim;
  const { reply: me } = await attempt(callWith(getMe, {}));
  if (me) queryClient.setQueryData(q(getMe).queryKey, me);
  return { step: 'claiming', shop, claim, me };
}

export function forgetClaim(shop: string): void {
  const { [shop]: _, ...others } = claims();
  write(others);
}

const noClaim = new ApiError({
  status: 404,
  code: 'connections.install_unknown',
  message: 'This browser knows of no shop that waits. Install again from the shop.',
});

function claims(): Record<string, Claim> {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, Claim>;
    return Object.fromEntries(Object.entries(kept).filter(([, { untilMs }]) => untilMs > Date.now()));
  } catch {
    return {};
  }
}

function write(kept: Record<string, Claim>): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // Storage may be forbidden: the shop is then installed again by whoever is signed in.
  }
}
