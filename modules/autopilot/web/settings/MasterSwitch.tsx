import { Badge } from '../../../../web/kit/Badge.tsx';
import { Switch } from '../../../../web/kit/Choice.tsx';
import { editOne, useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AutopilotSettings, getSettings, putSettings } from '../../settings/contract.ts';

interface Props {
  settings: AutopilotSettings;
  whyNot: string | undefined;
}

/** On or off for everything, at once: whoever has to stop the machine looks for no Save. */
export function MasterSwitch({ settings, whyNot }: Props) {
  const flip = useSwitching();
  const isOn = settings.isOn && settings.version > 0;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-lg border border-line bg-raised px-5 py-4">
      <Switch
        name="isOn"
        label="The autopilot answers"
        hint={isOn ? 'Switched off, it sends nothing more, anywhere.' : offWords}
        value={isOn}
        disabled={whyNot !== undefined || flip.isPending}
        onChange={(next) => flip.to(settings, next)}
      />
      <Badge tone={isOn ? 'good' : 'quiet'}>{stateOf(settings)}</Badge>
    </div>
  );
}

const offWords = 'Nothing is answered anywhere. What people write waits for you as it always did.';

function stateOf({ isOn, version, answersMessages, answersComments }: AutopilotSettings): string {
  if (version === 0) return 'Not set up';
  if (!isOn) return 'Off';
  if (!answersMessages && !answersComments) return 'On, but for nothing';
  if (answersMessages && answersComments) return 'On';
  return answersMessages ? 'On for messages' : 'On for comments';
}

export function useSwitching() {
  const params = { workspaceId: useHere().workspace.id };
  const { send, isPending } = useSend(putSettings, {
    changes: ({ body }) => [editOne(getSettings, [{ params }], (shown) => ({ ...shown, isOn: body.isOn }))],
    stale: [[getSettings.path]],
    failureTitle: 'The autopilot could not be switched',
    onReply: ({ isOn }) => toast({ title: isOn ? 'The autopilot answers' : 'The autopilot is off' }),
  });
  return {
    isPending,
    to({ updatedAt: _, version, ...given }: AutopilotSettings, isOn: boolean) {
      send({ params, body: { ...given, isOn, version } });
    },
  };
}
