import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';
import type { BrokenReason } from '../accounts/contract.ts';
import type { PlatformName } from '../platforms/contract.ts';

export interface BrokenFacts {
  readonly platform: PlatformName;
  readonly displayName: string;
  readonly username: string | null;
  readonly reason: BrokenReason;
}

const platformWords: Readonly<Record<PlatformName, string>> = {
  instagram: 'Instagram',
  messenger: 'Messenger',
  whatsapp: 'WhatsApp',
  youtube: 'YouTube',
  google: 'Google',
  shopify: 'Shopify',
  amazon: 'Amazon',
};

const reasonWords: Readonly<Record<BrokenReason, string>> = {
  token_expired: 'The permission that was given has expired.',
  token_revoked: 'The permission was taken back, or the password was changed.',
  refresh_refused: 'The permission could not be renewed any more.',
  scopes_withdrawn: 'A part of what was permitted was taken back.',
  uninstalled: 'It was removed on the other side.',
  blocked: 'The account asks its owner to sign in there and confirm something first.',
};

export function brokenLetter(
  { platform, displayName, username, reason }: BrokenFacts,
  link: string,
  brand: Brand,
): Written {
  const where = platformWords[platform];
  return written(
    {
      subject: `${displayName} on ${where} is not connected any more`,
      preheader: 'Nothing comes in or goes out until somebody connects it again.',
      title: `Connect ${displayName} again`,
      parts: [
        {
          kind: 'text',
          text: `${where} does not let ${brand.name} in for this account. ${reasonWords[reason]}`,
        },
        {
          kind: 'facts',
          facts: [
            ['Account', username ?? displayName],
            ['On', where],
          ],
        },
        {
          kind: 'text',
          text: 'Until it is connected again, nothing comes in and nothing goes out. What is there already stays.',
        },
        { kind: 'action', label: 'Connect it again', href: link },
      ],
      footnote: 'You get this once, because you can connect accounts of this workspace.',
    },
    brand,
  );
}
