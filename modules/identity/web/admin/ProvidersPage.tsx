import CirclePause from 'lucide-react/icons/circle-pause';
import CirclePlay from 'lucide-react/icons/circle-play';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Card } from '../../../../web/kit/Section.tsx';
import { sendNow } from '../../../../web/kit/send.ts';
import { Empty } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { getSignInOptions } from '../../sign-in/contract.ts';
import {
  deleteProvider,
  deleteProviderDisablement,
  listProviders,
  type Provider,
  putProviderDisablement,
} from '../../single-sign-on/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { Copyable } from './Copyable.tsx';
import { draftOf, newDraft, type ProviderDraft } from './providers.ts';

const ProviderForm = lazy(() => import('./ProviderForm.tsx'));
const AlertDialog = lazy(async () => ({
  default: (await import('../../../../web/kit/Dialog.tsx')).AlertDialog,
}));
const stale = [[listProviders.path], [getSignInOptions.path]];

export const loader = administratorsLoader(() => queryClient.ensureQueryData(q(listProviders)));
export default forAdministrators('Single sign-on', ProvidersPage);

function ProvidersPage() {
  const { items } = useLoaded(q(listProviders));
  const [draft, setDraft] = useState<ProviderDraft>();
  const [removing, setRemoving] = useState<Provider>();
  const add = () => setDraft(newDraft());
  useActions([
    {
      ...{ id: 'providers.add', title: 'Add a provider', group: 'Single sign-on', keys: 'c', icon: Plus },
      keywords: ['oidc', 'google', 'okta', 'microsoft'],
      run: add,
    },
  ]);
  return (
    <Page
      title="Single sign-on"
      hint="Who else may say who somebody is. Any provider that speaks OpenID Connect."
      actions={
        <Button look="primary" icon={Plus} onClick={add}>
          Add provider
        </Button>
      }
    >
      {items.length === 0 && <NoProvider onAdd={add} />}
      <ul aria-label="Providers" className="flex flex-col gap-4 pt-2">
        {items.map((provider) => (
          <li key={provider.id}>
            <ProviderCard
              provider={provider}
              onEdit={() => setDraft(draftOf(provider))}
              onRemove={() => setRemoving(provider)}
            />
          </li>
        ))}
      </ul>
      <Suspense>
        {draft && <ProviderForm draft={draft} onClose={() => setDraft(undefined)} />}
        {removing && <Removal provider={removing} onClose={() => setRemoving(undefined)} />}
      </Suspense>
    </Page>
  );
}

function NoProvider({ onAdd }: { onAdd: () => void }) {
  return (
    <Empty
      title="No provider yet"
      actions={
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add the first provider
        </Button>
      }
    >
      With one, people sign in here with the account they have at work, and you end their access there.
    </Empty>
  );
}

function Removal({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  return (
    <AlertDialog
      open
      title={`Remove ${provider.name}?`}
      body="Every link between a person here and their account there goes with it. Disabling keeps them."
      confirm="Remove provider"
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        remove(provider);
      }}
    />
  );
}

interface ProviderCardProps {
  provider: Provider;
  onEdit: () => void;
  onRemove: () => void;
}

function ProviderCard({ provider, onEdit, onRemove }: ProviderCardProps) {
  const { name, issuer, clientId, hasSecret, emailDomains, disabledAt, redirectUri, slug } = provider;
  const toggle = disabledAt
    ? { label: 'Let people use it again', icon: CirclePlay }
    : { label: 'Disable', icon: CirclePause };
  const facts = [
    ['Issuer', issuer],
    ['Client', hasSecret ? `${clientId}, with a secret` : `${clientId}, without a secret`],
    ['Short name', slug],
    ['Trusted for', emailDomains.length > 0 ? emailDomains.join(', ') : 'no domain: links are made by hand'],
  ];
  return (
    <Card>
      <header className="mb-3 flex items-start justify-between gap-4">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3">
          <h2 className="title min-w-0 text-lg break-words">{name}</h2>
          {disabledAt ? <Badge>Disabled</Badge> : <Badge tone="good">In use</Badge>}
        </div>
        <Menu
          trigger={<IconButton icon={Ellipsis} label={`Actions for ${name}`} size="small" />}
          items={[
            { label: 'Change', icon: Pencil, onSelect: onEdit },
            { ...toggle, onSelect: () => setDisabled(provider, !disabledAt) },
            { label: 'Remove', icon: Trash2, danger: true, apart: true, onSelect: onRemove },
          ]}
        />
      </header>
      <dl className="mb-4 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[7rem_1fr]">
        {facts.map(([term, value]) => (
          <div key={term} className="sm:col-span-2 sm:grid sm:grid-cols-subgrid">
            <dt className="text-faint">{term}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <Copyable label="Redirect address" hint="To be registered with the provider." text={redirectUri} />
    </Card>
  );
}

function setDisabled(provider: Provider, disabled: boolean): void {
  const params = { providerId: provider.id };
  void sendNow(
    disabled ? putProviderDisablement : deleteProviderDisablement,
    { params },
    {
      stale,
      failureTitle: `${provider.name} is as it was`,
      changes: () => [
        {
          key: q(listProviders).queryKey,
          edit: (data) => {
            const list = data as { items: Provider[] } | undefined;
            const disabledAt = disabled ? new Date() : null;
            return (
              list && {
                items: list.items.map((one) => (one.id === provider.id ? { ...one, disabledAt } : one)),
              }
            );
          },
        },
      ],
      onReply: () =>
        toast({
          title: disabled ? `${provider.name} is disabled` : `${provider.name} is in use again`,
          undo: () => setDisabled(provider, !disabled),
        }),
    },
  ).catch(() => undefined);
}

function remove(provider: Provider): void {
  void sendNow(
    deleteProvider,
    { params: { providerId: provider.id } },
    {
      stale,
      failureTitle: `${provider.name} is still there`,
      onReply: () => toast({ title: `${provider.name} is removed` }),
    },
  ).catch(() => undefined);
}
