import { useQuery } from '@tanstack/react-query';
import { pageLimitMax } from '../../../../kit/page.ts';
import { q } from '../../../../web/kit/api.ts';
import { useLocationNames } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listAccounts } from '../../../connections/contract.ts';
import type { GivenPersona } from '../../personas/contract.ts';

/** Where a persona can answer, by name. Who may not see the accounts is not told of them. */
export function usePlaces() {
  const { workspace } = useHere();
  const locations = useLocationNames();
  const maySee = workspace.permissions.includes('connections.see');
  const params = { workspaceId: workspace.id };
  const { data } = useQuery({
    ...q(listAccounts, { params, query: { limit: pageLimitMax } }),
    enabled: maySee,
  });
  const accounts = (data?.items ?? []).map(({ id, displayName }) => ({ value: id, label: displayName }));
  const accountName = (id: string) =>
    accounts.find(({ value }) => value === id)?.label ?? 'One account alone';
  return {
    locations: locations.options,
    accounts,
    maySee,
    whereOf: ({ accountId, locationId }: Pick<GivenPersona, 'accountId' | 'locationId'>): string =>
      accountId ? accountName(accountId) : locationId ? locations.nameOf(locationId) : 'Everywhere',
  };
}
