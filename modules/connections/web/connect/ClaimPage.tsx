import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { queryClient, usePages } from '../../../../web/kit/api.ts';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { Door, withFrom } from '../../../../web/shared.ts';
import type { Me } from '../../../identity/contract.ts';
import { listWorkspaces, type Workspace } from '../../../workspaces/contract.ts';
import { pendingInstallDays, postInstallClaim } from '../../connecting/contract.ts';
import { connectionsPolicy } from '../../rights/contract.ts';
import { forgetClaim, type Installing } from './installing.ts';

/** A shop was installed from its own side: who is it for? */
export function ClaimPage({ shop }: { shop: Installing }) {
  if (shop.step !== 'claiming') {
    return (
      <Door title={`Installing ${shop.shop}`} hint="Shopify asks you to allow it.">
        <Progress label="Going there" note="A moment" />
      </Door>
    );
  }
  const hint = `The shop is installed and waits ${pendingInstallDays} days for a workspace. Say which one it belongs to.`;
  return (
    <Door tab="Link a shop" title={`Link ${shop.shop}`} hint={hint}>
      {shop.me ? <Claim me={shop.me} shop={shop.shop} claim={shop.claim} /> : <WhoAreYou shop={shop.shop} />}
    </Door>
  );
}

function WhoAreYou({ shop }: { shop: string }) {
  const from = `${paths.connectCallback({ login: 'shopify' })}?${new URLSearchParams({ waiting: shop })}`;
  return (
    <div className="flex flex-col gap-3">
      <ButtonLink to={withFrom(paths.signIn(), from)} look="primary" size="large">
        Sign in
      </ButtonLink>
      <ButtonLink to={withFrom(paths.signUp(), from)} size="large">
        Make an account
      </ButtonLink>
    </div>
  );
}

interface ClaimProps {
  me: Me;
  shop: string;
  claim: string;
}

function Claim({ me, shop, claim }: ClaimProps) {
  const pages = usePages(listWorkspaces, { query: { limit: pageLimitMax } });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading your workspaces" />;
  const roles: readonly string[] = connectionsPolicy['connections.connect'];
  const open = pages.items.filter(({ role, deletedAt }) => roles.includes(role ?? 'guest') && !deletedAt);
  return (
    <>
      <p className="mb-6 flex items-center gap-3">
        <Avatar name={me.name} src={me.avatarUrl} />
        <span className="min-w-0">
          <span className="block truncate font-[550]">{me.name}</span>
          <span className="block truncate text-sm text-soft">{me.email}</span>
        </span>
      </p>
      {open.length > 0 ? <ClaimForm workspaces={open} shop={shop} claim={claim} /> : <NoWorkspace />}
    </>
  );
}

const NoWorkspace = () => (
  <div className="flex flex-col gap-4">
    <p className="text-soft">
      You have no workspace in which you may connect a shop. Make one, or ask an owner or admin for another
      role; then open this page again.
    </p>
    <ButtonLink to={paths.workspaces()} look="primary" size="large">
      To your workspaces
    </ButtonLink>
  </div>
);

interface ClaimFormProps {
  workspaces: readonly Workspace[];
  shop: string;
  claim: string;
}

function ClaimForm({ workspaces, shop, claim }: ClaimFormProps) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string>(workspaces.length === 1 ? workspaces[0]!.id : '');
  const link = useSend(postInstallClaim, {
    onReply: async ({ accountId }, { params: { workspaceId } }) => {
      forgetClaim(shop);
      await queryClient.invalidateQueries();
      toast({ title: `${shop} is connected` });
      await navigate(paths.connection({ workspaceId, accountId }), { replace: true });
    },
  });
  return (
    <Form
      onSubmit={() => link.send({ params: { workspaceId: chosen as WorkspaceId }, body: { claim } })}
      error={link.error}
    >
      <Select
        name="workspaceId"
        label="Workspace"
        options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      <Submit
        busy={link.isPending}
        disabledReason={chosen === '' ? 'Choose a workspace first.' : undefined}
        alone
      >
        Link the shop
      </Submit>
    </Form>
  );
}
