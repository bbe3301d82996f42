import { newId } from '../../../../kit/ids.ts';
import { type Provider, ProviderId } from '../../single-sign-on/contract.ts';

/** What the form writes. The id belongs to the draft: saved again after a lost answer, it is one provider. */
export interface ProviderDraft {
  readonly id: Provider['id'];
  readonly isNew: boolean;
  readonly hasSecret: boolean;
  readonly name: string;
  readonly slug: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Apart by spaces or commas. */
  readonly scopes: string;
  readonly emailDomains: string;
}

export const newDraft = (): ProviderDraft => ({
  id: newId(ProviderId),
  isNew: true,
  hasSecret: false,
  ...{ name: '', slug: '', issuer: '', clientId: '', clientSecret: '' },
  scopes: 'openid email profile',
  emailDomains: '',
});

export const draftOf = (provider: Provider): ProviderDraft => ({
  ...provider,
  isNew: false,
  clientSecret: '',
  scopes: provider.scopes.join(' '),
  emailDomains: provider.emailDomains.join(' '),
});

export const partsOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

/** A short name from a long one, as long as nobody has written another. */
export const slugFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
