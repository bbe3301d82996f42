import type { Candidate as MetaCandidate } from '../../../../providers/meta/index.ts';
import type { PlatformName } from '../contract.ts';
import type { Candidate, Profile, Tokens } from '../platform.ts';

export const platformOf = { instagram: 'instagram', facebook: 'messenger', whatsapp: 'whatsapp' } as const;

/** Somebody's account as it is offered to them. */
export function candidateOf(
  found: MetaCandidate,
  tokens: Tokens,
  lackingScopes: readonly string[],
): Candidate {
  return { ...profileOf(found), platform: platformOf[found.platform], tokens, lackingScopes };
}

export function profileOf(found: MetaCandidate): Profile {
  const platform = platformOf[found.platform];
  const { phoneNumber, quality, tasks } = found;
  const details = { phoneNumber, quality, tasks };
  return {
    platformAccountId: found.accountId,
    appScopedId: found.appScopedId,
    parentPlatformId: found.pageId ?? found.businessAccountId,
    accountKind: found.accountType ?? usualKinds[platform],
    username: found.username ?? phoneNumber,
    displayName: found.name,
    profileUrl: addressOf(platform, found),
    pictureUrl: found.pictureUrl,
    biography: found.biography,
    figures: { followers: found.followersCount, posts: found.mediaCount },
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
  };
}

const usualKinds: Readonly<Partial<Record<PlatformName, string>>> = {
  messenger: 'PAGE',
  whatsapp: 'PHONE_NUMBER',
};

function addressOf(platform: PlatformName, { accountId, username, phoneNumber }: MetaCandidate) {
  if (platform === 'messenger') return `https://www.facebook.com/${encodeURIComponent(accountId)}`;
  if (platform === 'whatsapp') return phoneNumber && `https://wa.me/${phoneNumber.replace(/\D/g, '')}`;
  return username && `https://www.instagram.com/${encodeURIComponent(username)}/`;
}
