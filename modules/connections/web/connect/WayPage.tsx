import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useLive } from '../../../../web/live.ts';
import { paths } from '../../../../web/paths.ts';
import { Door, DoorProblem } from '../../../../web/shared.ts';
import { getWay, type Way, type WayId } from '../../connecting/contract.ts';
import { useBeginWay } from '../ways.ts';
import { failureWords, platformLabel } from '../words.ts';
import { Picker } from './Picker.tsx';

export interface WayAt {
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly wayId: WayId;
}

/** Events tell how far it is; this is for what they may have missed. */
const lookAgainMs = 2_000;

/** From the platform's answer to a connected account. */
export function WayPage({ at }: { at: WayAt }) {
  const { workspaceId, wayId } = at;
  useLive(workspaceId);
  const { data: way, error } = useQuery({
    ...q(getWay, { params: { workspaceId, wayId } }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? lookAgainMs : false),
  });
  if (!way) {
    const next = { to: paths.connections({ workspaceId }), label: 'To the accounts' };
    return error && <DoorProblem title="Not connected" error={error} next={next} />;
  }
  if (way.status === 'failed') return <WayFailed way={way} at={at} />;
  if (way.status === 'choosing') return <Picker way={way} at={at} />;
  if (way.status === 'connected') return <WayConnected way={way} at={at} />;
  return <WayUnderWay way={way} at={at} />;
}

const isUnderWay = (way: Way | undefined) => way?.status === 'begun' || way?.status === 'answered';

interface StepProps {
  way: Way;
  at: WayAt;
}

function WayUnderWay({ way: { platform }, at: { workspaceName } }: StepProps) {
  const label = platformLabel(platform);
  return (
    <Door title={`Connecting ${label}`} hint={`To ${workspaceName}.`}>
      <Progress label={`${label} is asked what you may connect`} note="A moment" />
    </Door>
  );
}

/** Nothing is left to do here: on to what was connected. */
function WayConnected({ way, at: { workspaceId } }: StepProps) {
  const navigate = useNavigate();
  const [only, ...others] = way.connectedIds;
  const isOne = only !== undefined && others.length === 0;
  const title = titleOf(way);
  useEffect(() => {
    toast({ title });
    const to = isOne
      ? paths.connection({ workspaceId, accountId: only })
      : paths.connections({ workspaceId });
    void navigate(to, { replace: true });
  }, [navigate, workspaceId, isOne, only, title]);
  return (
    <Door title={title}>
      <Progress label="Going there" note="A moment" />
    </Door>
  );
}

function titleOf({ connectedIds, offers, platform }: Way): string {
  if (connectedIds.length > 1) return `${connectedIds.length} accounts are connected`;
  const [only] = connectedIds;
  const name = offers.find(({ accountId }) => accountId === only)?.displayName ?? offers[0]?.displayName;
  return `${name && offers.length === 1 ? name : `Your ${platformLabel(platform)} account`} is connected`;
}

function WayFailed({ way: { platform, accountId, failure }, at: { workspaceId } }: StepProps) {
  const again = useBeginWay(workspaceId);
  const [title, body] = failureWords[failure ?? 'state_unknown'](platformLabel(platform));
  // Which shop it was is asked for again where that is done.
  const isByDialog = platform === 'shopify' && !accountId;
  return (
    <Door tab="Not connected" title={title} hint={body}>
      {again.error && <FormProblem error={again.error} />}
      <div className="flex flex-col gap-3 not-first:mt-4">
        {!isByDialog && (
          <Button
            look="primary"
            size="large"
            busy={again.isPending}
            onClick={() => again.begin({ platform, accountId: accountId ?? undefined })}
          >
            Begin again
          </Button>
        )}
        <ButtonLink
          to={paths.connections({ workspaceId })}
          size="large"
          look={isByDialog ? 'primary' : 'plain'}
        >
          {isByDialog ? 'Begin again from the accounts' : 'Back to the accounts'}
        </ButtonLink>
      </div>
    </Door>
  );
}
